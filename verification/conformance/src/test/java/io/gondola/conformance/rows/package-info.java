/**
 * The rows of docs/conformance.md: a {@link io.gondola.conformance.rows.Row} is a rule of Go on the test that shows
 * what Gondola makes of it, and {@link io.gondola.conformance.rows.ConformancePage} makes the page of them. A class
 * covers a part of Go, and each of its tests runs on every kind of runtime unless its row says why not.
 */
package io.gondola.conformance.rows;
