import { check } from './catalogue/check.ts';
import { completion } from './catalogue/completion.ts';
import { explain } from './catalogue/explain.ts';
import { list } from './catalogue/list.ts';
import { plan } from './catalogue/plan.ts';
import { resume } from './catalogue/resume.ts';
import { run } from './catalogue/run.ts';
import { shell } from './catalogue/shell.ts';
import { show } from './catalogue/show.ts';
import { verify } from './catalogue/verify.ts';
import type { Command } from './command.ts';

/** Every command, in the order of the help and of the reference page. */
export const catalogue: readonly Command[] = [list, show, check, plan, run, resume, shell, explain, verify, completion];
