/**
 * The pages of the folder {@code docs}, and those that lie beside the code, as a site. Begin with {@link
 * io.gondola.docs.Site}. It uses a parser for Markdown, and no other module.
 */
package io.gondola.docs;
