package io.gondola.samples.trace;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures of the page of a trace, as wide as the documentation shows them. */
public final class Screenshots {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 1_600;
    private static final int POINTS = 2;
    private static final int SHADES = 32;

    private Screenshots() {}

    /**
     * Says what is missing before anything is done.
     *
     * @throws IllegalStateException if this machine has no browser
     */
    public static void mustBePossible() {
        if (Browser.find().isEmpty()) {
            throw new IllegalStateException("the pictures cannot be drawn: " + Browser.WANTED);
        }
    }

    /** The lanes of {@code page} alone, after {@code view}, which is a statement in the page's script. */
    public static void ofLanes(Path page, String view, Path file) throws IOException, InterruptedException {
        String lanesAlone = "gondola.curveList = [];"
                + " gondola.processorList = gondola.processorList.filter((lane) => lane.boxes.count > 0); ";
        take(page, POINTS, lanesAlone + view, "#canvas", file);
    }

    /** What is seen of {@code page} at first. */
    public static void ofPage(Path page, String view, Path file) throws IOException, InterruptedException {
        take(page, 1, view, "#main", file);
    }

    private static void take(Path page, int points, String view, String selector, Path file)
            throws IOException, InterruptedException {
        try (Browser browser = new Browser(page, Files.createTempDirectory("gondola-browser"))) {
            browser.resize(WIDTH, HEIGHT, points);
            browser.value("(() => { " + view + "; gondola.resize(); })()");
            browser.value("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
            browser.screenshot(file, selector);
        }
        compress(file);
    }

    /** The browser packs for speed, and keeps more shades than anybody sees. */
    private static void compress(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int colour = picture.getRGB(x, y);
                opaque.setRGB(x, y, shade(colour >> 16) << 16 | shade(colour >> 8) << 8 | shade(colour));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0);
        try (ImageOutputStream out =
                ImageIO.createImageOutputStream(Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING))) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(opaque, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    /** The nearest of {@link #SHADES} to the lowest byte; black and white stay as they are. */
    private static int shade(int part) {
        int most = SHADES - 1;
        return ((part & 0xFF) * most + 127) / 255 * 255 / most;
    }
}
