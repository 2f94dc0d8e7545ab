/*
 * Stress tests of jcstress for the scheduler's lock-free steps: queues, parking, timers, processors that are handed
 * over. What they call is package-private in the library, so they live in the package of the same name, on the class
 * path. StillScheduler is public for the tests in the packages beside this one. The library documents the package
 * itself.
 */
package io.gondola.scheduler;
