package io.gondola.dsl.engine;

/** A variable that goroutines share, as reports show it. */
public interface Variable {
    /** The name that the user gave it, or else its kind. */
    String variableName();

    /** What it holds at this moment; may be null. Called when no goroutine runs. */
    Object variableValue();
}
