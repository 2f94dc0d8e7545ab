package io.gondola.dsl.engine;

/** A program that does nothing but yield a value, so that nobody misses it. */
public interface Inert {}
