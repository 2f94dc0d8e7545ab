/**
 * The scheduler's stories, each a program that shows one: stealing, system calls, parking, wake-ups by the poller.
 */
package io.gondola.samples.scheduling;
