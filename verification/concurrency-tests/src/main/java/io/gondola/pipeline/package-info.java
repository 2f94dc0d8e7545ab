/*
 * Stress tests of jcstress for what the goroutines of a pipeline share: belts, results, workers. Those classes are
 * package-private in the library, so the tests live in the package of the same name, on the class path. The library
 * documents the package itself.
 */
package io.gondola.pipeline;
