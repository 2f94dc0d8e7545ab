/** Random scripts of operations on timers, contexts and what synchronises, run by Go in virtual time, and here. */
package io.gondola.conformance.scripts;
