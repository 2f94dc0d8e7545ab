/**
 * A model checker for the scheduler's lock-free parts: it runs a few threads of the real, instrumented bytecode through
 * every order of their accesses to shared memory that can make a difference.
 *
 * <p>Begin at {@link io.gondola.modelcheck.ModelCheckTest}, which lists the scenarios, then
 * {@link io.gondola.modelcheck.Explorer}. The scenarios are in the packages of what they check. The classes named
 * {@code Model…} stand in for those of the JDK and of JCTools.
 */
package io.gondola.modelcheck;
