package io.gondola.dsl;

/** Stands where Go has no value: the type of a program that only does something. */
public enum Unit {
    /** The one value. */
    UNIT
}
