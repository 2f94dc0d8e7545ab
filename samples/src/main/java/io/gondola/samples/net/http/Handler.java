package io.gondola.samples.net.http;

import io.gondola.dsl.Go;

/** Answers requests, each in the goroutine of its connection. */
@FunctionalInterface
public interface Handler {
    /** The answer to {@code request}. What panics is answered by 500, and logged. */
    Go<Response> answer(Request request) throws Exception;
}
