import { absent } from './absent.ts';
import { compose } from './compose.ts';
import { explicit } from './explicit.ts';
import { kubernetes } from './kubernetes.ts';
import { supervisor } from './supervisor.ts';
import { systemd } from './systemd.ts';

/** What a service of a target may be, by the key that says so in `targets.yaml`. A new preset is one file and one line here. */
export const presets = { supervisor, compose, systemd, kubernetes, absent, exec: explicit };
