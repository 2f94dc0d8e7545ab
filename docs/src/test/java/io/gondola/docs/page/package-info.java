/**
 * What the code on a page takes for granted: a class for each page, which the blocks of that page extend when they are
 * compiled. See {@code SnippetsTest}.
 */
package io.gondola.docs.page;
