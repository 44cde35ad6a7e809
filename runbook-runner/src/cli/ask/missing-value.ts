import { multiline, text } from '@clack/prompts';
import { Failure } from '../../failure.ts';
import type { AskValue } from '../../plan/values.ts';
import { refusal } from '../../plan/values.ts';
import { allVisible } from '../../report/visible.ts';
import type { Io } from '../io.ts';
import { menu } from './menu.ts';
import { prompt } from './prompt.ts';
import { question } from './question.ts';

/** Asks the operator: a menu where the runbook gives choices, a line of text elsewhere. */
export function askTerminal(io: Io): AskValue {
  return async ({ variable, target, choices: choicesOf }) => {
    const list = variable.type === 'list';
    const how = list ? ' (un élément par ligne ; Entrée deux fois pour finir)' : '';
    const message = `${variable.name} — ${variable.description}${how}`;
    if (choicesOf === null) {
      const validate = (value: string | undefined): string | undefined =>
        allVisible(refusal(variable, typed(value))) ?? undefined;
      const answer = await prompt<string>(io, (streams) =>
        (list ? multiline : text)({ message: question(message, io), validate, ...streams }),
      );
      return answer === null ? null : { value: typed(answer), label: typed(answer) };
    }
    const choices = await choicesOf();
    if (choices.length === 0) {
      throw new Failure('cannot-run', {
        message: `il n’y a aucun choix pour ${variable.name} sur « ${target.name} »`,
        expected: variable.description,
        action: `donnez la valeur : --var ${variable.name}=VALEUR`,
      });
    }
    const value = await menu(io, message, choices);
    return choices.find((choice) => choice.value === value) ?? null;
  };
}

/** What was meant: a key that has nothing to do there (Backspace in an empty list, Tab) leaves its own character in the answer. */
function typed(answer: string | undefined): string {
  return (answer ?? '').replace(/[^\P{Cc}\n]/gu, '');
}
