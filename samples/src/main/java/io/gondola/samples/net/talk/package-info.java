/** Servers that talk in lines: echo, clock, chat, and a port that is forwarded. */
package io.gondola.samples.net.talk;
