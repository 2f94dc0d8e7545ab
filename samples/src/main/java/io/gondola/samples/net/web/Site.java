package io.gondola.samples.net.web;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.samples.net.http.Request;
import io.gondola.samples.net.http.Response;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;

/** Pages that link to each other; one link leads nowhere. */
final class Site {
    private static final Map<String, List<String>> LINKS = HashMap.of(
            "/", List.of("/go", "/java"),
            "/go", List.of("/", "/go/channels", "/go/select"),
            "/go/channels", List.of("/go/select"),
            "/go/select", List.of("/go", "/go/generics"),
            "/java", List.of("/", "/go"));

    private Site() {}

    static Go<Response> answer(Request request) {
        return pure(LINKS.get(request.path())
                .map(links -> Response.html("<title>" + request.path() + "</title>"
                        + links.map(link -> "<a href=\"" + link + "\">" + link + "</a>")
                                .mkString("\n")))
                .getOrElse(() -> Response.text(404, "there is no such page\n")));
    }
}
