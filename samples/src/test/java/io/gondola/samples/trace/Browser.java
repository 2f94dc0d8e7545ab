package io.gondola.samples.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Chromium without a window, which shows one page and is told what to do by its DevTools protocol. */
final class Browser implements AutoCloseable {
    static final String WANTED = "needs chromium, chromium-browser or google-chrome on the path";

    private static final long LIMIT_SECONDS = 40;
    private static final long POLL_NANOS = 20_000_000;

    private final Process process;
    private final WebSocket socket;
    private final Answers answers = new Answers();
    private final AtomicInteger last = new AtomicInteger();

    /** Skips the test if this machine has no such browser. */
    Browser(Path page, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        tool(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--window-size=1200,1400",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile("chromium", ".log").toFile())
                .start();
        try {
            Path port = profile.resolve("DevToolsActivePort");
            until("the browser starts", () -> Files.isReadable(port) && size(port) > 0);
            HttpClient http = HttpClient.newHttpClient();
            String list = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
            URI target = URI.create(target(http, list));
            socket = http.newWebSocketBuilder().buildAsync(target, answers).join();
            until("the page is loaded", () -> isLoaded(page));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The program; nothing if this machine has none. */
    static Optional<String> find() {
        List<String> path = Arrays.asList(System.getenv("PATH").split(":", -1));
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> path.stream().map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String tool() {
        Optional<String> found = find();
        assumeTrue(found.isPresent(), WANTED);
        return found.get();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String target(HttpClient http, String list) throws IOException, InterruptedException {
        String json = http.send(HttpRequest.newBuilder(URI.create(list)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonElement target : JsonParser.parseString(json).getAsJsonArray()) {
            JsonObject t = target.getAsJsonObject();
            if (t.get("type").getAsString().equals("page")) {
                return t.get("webSocketDebuggerUrl").getAsString();
            }
        }
        throw new AssertionError("the browser shows no page: " + json);
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Until then the browser shows an empty page, or is between the two and answers with an error. */
    private boolean isLoaded(Path page) {
        JsonObject answer = ask(
                "Runtime.evaluate",
                Map.of("expression", "document.readyState + ' ' + location.pathname.split('/').pop()"));
        return answer.has("result")
                && answer.getAsJsonObject("result").getAsJsonObject("result").has("value")
                && answer.getAsJsonObject("result")
                        .getAsJsonObject("result")
                        .get("value")
                        .getAsString()
                        .equals("complete " + page.getFileName());
    }

    private JsonObject call(String method, Map<String, ?> parameters) {
        JsonObject answer = ask(method, parameters);
        assertThat(answer.has("result")).as(() -> method + " fails: " + answer).isTrue();
        return answer.getAsJsonObject("result");
    }

    private JsonObject ask(String method, Map<String, ?> parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonObject> answer = answers.expect(id);
        socket.sendText(new Gson().toJson(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What {@code expression} is in the page, once it is there if it is a promise. */
    JsonElement value(String expression) {
        JsonObject result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        assertThat(result.has("exceptionDetails"))
                .as(() -> expression + " fails: " + result)
                .isFalse();
        return result.getAsJsonObject("result").get("value");
    }

    String text(String expression) {
        return value("String(" + expression + ")").getAsString();
    }

    /** A key as a person presses it. */
    void press(String key) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** A click of the mouse at a point of the window. */
    void click(double x, double y) {
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    void dark() {
        JsonArray features = new JsonArray();
        JsonObject feature = new JsonObject();
        feature.addProperty("name", "prefers-color-scheme");
        feature.addProperty("value", "dark");
        features.add(feature);
        call("Emulation.setEmulatedMedia", Map.of("features", features));
    }

    /** Shows the window as if it were so small, as it is if all is enlarged. */
    void resize(int width, int height) {
        resize(width, height, 1);
    }

    /** As the other one, with so many points of the picture for each of the page. */
    void resize(int width, int height, int points) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", points, "mobile", false));
    }

    void screenshot(Path file) throws IOException {
        screenshot(file, Map.of("format", "png"));
    }

    /** A picture of the element that the selector finds, all of which must be in the window. */
    void screenshot(Path file, String selector) throws IOException {
        JsonObject box = value("(() => { scrollTo(0, 0); const r = document.querySelector('" + selector
                        + "').getBoundingClientRect();"
                        + " return { x: r.x, y: r.y, width: r.width, height: r.height }; })()")
                .getAsJsonObject();
        box.addProperty("scale", 1);
        screenshot(file, Map.of("format", "png", "clip", box));
    }

    private void screenshot(Path file, Map<String, ?> parameters) throws IOException {
        Files.createDirectories(file.getParent());
        String data = call("Page.captureScreenshot", parameters).get("data").getAsString();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the browser says, by the number of the question. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonObject>> expected = new ConcurrentHashMap<>();
        private final StringBuilder part = new StringBuilder();

        CompletableFuture<JsonObject> expect(int id) {
            return expected.computeIfAbsent(id, i -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                JsonObject message = JsonParser.parseString(part.toString()).getAsJsonObject();
                part.setLength(0);
                if (message.has("id")) {
                    expect(message.get("id").getAsInt()).complete(message);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
