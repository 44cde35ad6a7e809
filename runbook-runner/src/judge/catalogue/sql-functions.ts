import type { SqlRule } from './sql-statements.ts';

/** What a function of PostgreSQL does when it is called: null, it is not in the catalogue. `runs-query`: its first argument is SQL. */
export function functionRule(name: string): SqlRule | 'reads' | 'runs-query' | null {
  if (RUN_A_QUERY.has(name)) return 'runs-query';
  if (READS.has(name) || READING_FAMILIES.test(name)) return 'reads';
  if (DESTRUCTIVE.test(name))
    return { risk: 'destructive', text: `La fonction « ${name} » modifie le serveur ou la base.` };
  if (OPAQUE.test(name))
    return { risk: 'opaque', text: `La fonction « ${name} » exécute ou lit ce que l’on ne juge pas.` };
  return null;
}

// They run their text read-only (SPI), so what matters is which functions that text calls.
const RUN_A_QUERY = new Set(['query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'ts_stat']);

const READS: ReadonlySet<string> = new Set(
  `count sum avg min max bool_and bool_or every array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg xmlagg bit_and bit_or bit_xor
  stddev stddev_pop stddev_samp variance var_pop var_samp corr mode percentile_cont percentile_disc rank dense_rank row_number ntile lag lead first_value last_value nth_value cume_dist percent_rank any_value range_agg
  md5 sha224 sha256 sha384 sha512 hashtext hashtextextended hashint4 hashint8 hash_array crc32 digest encode decode convert_from convert_to
  abs ceil ceiling floor round trunc sign sqrt power exp ln log mod div gcd lcm greatest least random width_bucket
  length char_length character_length octet_length bit_length lower upper initcap trim btrim ltrim rtrim lpad rpad left right substr substring position strpos replace translate repeat reverse split_part concat concat_ws format chr ascii starts_with overlay
  regexp_replace regexp_match regexp_matches regexp_split_to_table regexp_split_to_array regexp_count regexp_instr regexp_like regexp_substr string_to_array string_to_table array_to_string to_hex quote_ident quote_literal quote_nullable normalize
  to_char to_date to_timestamp to_number now current_timestamp clock_timestamp statement_timestamp transaction_timestamp timeofday age date_part date_trunc date_bin extract make_date make_time make_timestamp make_interval justify_days justify_hours isfinite timezone
  coalesce nullif num_nulls num_nonnulls cast row_to_json to_json to_jsonb json_build_object json_build_array jsonb_build_object jsonb_build_array json_each json_each_text jsonb_each jsonb_each_text json_array_elements jsonb_array_elements jsonb_array_elements_text json_object_keys jsonb_object_keys jsonb_set jsonb_pretty jsonb_typeof json_typeof json_array_length jsonb_array_length jsonb_strip_nulls jsonb_path_query jsonb_extract_path_text
  array_length array_upper array_lower array_position array_positions array_append array_prepend array_cat array_remove array_replace array_ndims array_dims cardinality unnest generate_series generate_subscripts
  xpath xpath_exists xmlparse xmlserialize xml_is_well_formed xmlelement xmlforest xmlconcat
  version current_database current_schema current_schemas current_user session_user current_catalog current_role user current_setting inet_server_addr inet_server_port inet_client_addr
  to_regclass to_regtype to_regproc to_regnamespace to_regrole col_description obj_description shobj_description format_type
  lastval currval gen_random_uuid uuid_generate_v4 int4 int8 text bool numeric float8 lower_inc upper_inc isempty range_merge int4range int8range tsrange tstzrange daterange point box circle
  unaccent similarity show_trgm to_tsvector to_tsquery plainto_tsquery ts_rank setseed ntile txid_current_if_assigned txid_current_snapshot pg_export_snapshot system_user like_escape similar_to_escape bit_count enum_range enum_first enum_last`.split(
    /\s+/u,
  ),
);

const READING_FAMILIES =
  /^(has_\w+_privilege|pg_(get_\w+|stat_get_\w+|size_pretty|size_bytes|\w*_size|is_in_recovery|postmaster_start_time|conf_load_time|is_wal_replay_paused|last_\w+|current_\w+|current_wal_\w+|wal_lsn_diff|walfile_name|control_\w+|encoding_to_char|char_to_encoding|typeof|column_size|relation_filepath|table_is_visible|type_is_visible|function_is_visible|backend_pid|blocking_pids|isolation_test\w*|is_other_temp_schema|my_temp_schema|describe_object|identify_object|options_to_table|sequence_last_value|sequence_parameters|timezone_\w+|show_all_settings|stat_file_missing|ls_waldir|hba_file_rules|lock_status|collation_actual_version|database_collation_actual_version|partition_tree|partition_root|partition_ancestors|index_has_property|index_column_has_property|indexam_has_property|tablespace_databases|tablespace_location))$/u;

const DESTRUCTIVE =
  /^(pg_(terminate_backend|cancel_backend|drop_\w+|switch_wal|promote|restore_\w+|reload_conf|rotate_logfile|stat_reset\w*|replication_\w+|create_\w+_slot|copy_\w+|wal_replay_\w+|backup_\w+|create_restore_point|import_system_collations|file_\w+|log_\w+|clear_\w+|set_\w+|extension_config_dump|logical_\w+|replication_slot_advance|start_backup|stop_backup|truncate_\w+|surgery\w*)|lo_\w+|loread|lowrite|setval|nextval|set_config|dblink\w*|heap_force_\w+|drop_\w+|delete_\w+|truncate_\w+)$/u;

const OPAQUE =
  /^(pg_read_\w+|pg_ls_\w+|pg_stat_file|(database|schema|table|cursor)_to_xml\w*|query_\w+|execute\w*|exec\w*|plpy\w*)$/u;
