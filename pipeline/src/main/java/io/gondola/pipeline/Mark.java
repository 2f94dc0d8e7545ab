package io.gondola.pipeline;

/** What a source or a stage answers in place of an element. */
enum Mark {
    /** There is nothing for the stages below this time. */
    SKIP,
    /** The source has ended; or, of a stage at the end, it holds nothing more. */
    END
}
