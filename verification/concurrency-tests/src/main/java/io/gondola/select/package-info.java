/*
 * A stress test of jcstress for a select that two channels serve at once. It stands in the package of the library that
 * it is about, as all stress tests do, and would find what is package-private there. The library documents the package
 * itself.
 */
package io.gondola.select;
