/*
 * Stress tests of jcstress for the states of a mutex and of a wait group, which are package-private in the library. So
 * they live in the package of the same name, on the class path. The library documents the package itself.
 */
package io.gondola.sync;
