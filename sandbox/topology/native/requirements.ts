import { postgresPackage } from '../../packages.ts';

/** The Debian packages that the native topology is made of. */
export async function nativePackages() {
  return [await postgresPackage(), ...PACKAGES];
}

const PACKAGES: readonly string[] = [
  'redis-server',
  'nginx',
  'supervisor',
  'gunicorn',
  'celery',
  'python3-django',
  'python3-djangorestframework',
  'python3-django-csp',
  'python3-django-cors-headers',
  'python3-django-redis',
  'python3-psycopg2',
  'python3-redis',
  'curl',
];
