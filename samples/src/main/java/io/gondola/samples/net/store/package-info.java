/** A tiny key-value store with a leader and a follower. */
package io.gondola.samples.net.store;
