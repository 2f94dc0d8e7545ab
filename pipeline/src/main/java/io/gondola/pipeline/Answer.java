package io.gondola.pipeline;

/** What a source or a stage answers in place of an element, beside the signals of the engine. */
abstract class Answer {}
