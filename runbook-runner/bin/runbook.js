#!/usr/bin/env -S node --no-wasm-tier-up
// Committed, so that npm can link it before the sources are compiled. PostgreSQL's grammar is one WebAssembly function, of
// which optimizing takes half a second and 500 MB for a few statements: hence the flag (docs/decisions/0008).
import '../dist/cli/bin.js';
