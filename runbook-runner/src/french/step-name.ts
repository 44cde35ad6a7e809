/** « Exporter la base » (exporter-base): what a person reads, then what they type; the id alone when it is the name. */
export function quotedStep(step: NamedStep): string {
  return step.title === step.id ? `« ${step.id} »` : `« ${step.title} » (${step.id})`;
}

/** The same in a list: Exporter la base (exporter-base). */
export function listedStep(step: NamedStep): string {
  return step.title === step.id ? step.id : `${step.title} (${step.id})`;
}

interface NamedStep {
  readonly id: string;
  readonly title: string;
}
