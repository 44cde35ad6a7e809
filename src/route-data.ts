import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/**
 * Fails the build on a page that has a text but was not rendered: Astro publishes it empty, with a green build
 * (withastro/astro#18054). Can go when Astro fails by itself.
 */
export const onRequest = defineRouteMiddleware((context) => {
  const { entry } = context.locals.starlightRoute;
  const rendered = 'rendered' in entry ? entry.rendered?.html : undefined;
  if (entry.body?.trim() && !rendered?.trim()) {
    throw new Error(
      `La page ${entry.filePath} a un texte mais n’a pas été rendue : elle serait publiée vide. ` +
        'La cause est plus haut dans ce journal ; corriger la page puis reconstruire avec --force.',
    );
  }
});
