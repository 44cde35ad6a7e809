/** The services of the platform, in the order in which they need each other. */
export const SERVICES = ['db', 'redis', 'backend', 'worker', 'beat', 'nginx'] as const;

export type Service = (typeof SERVICES)[number];
