package io.gondola.dsl.engine;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The code of the methods of a class, as its class file has it. */
final class ClassCode {
    private static final int MAGIC = 0xCAFEBABE;

    private final byte[] file;

    @SuppressWarnings("NullAway.Init") // parse reads them first
    private int[] constants; // where each one begins in the file, at its tag

    private final Map<String, Code> methods = new HashMap<>();

    private ClassCode(byte[] file) {
        this.file = file;
    }

    /** Of {@code type}; null if there is no such file, or it cannot be read. */
    static @Nullable ClassCode of(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        ClassLoader loader = type.getClassLoader();
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
            if (in == null) {
                return null;
            }
            ClassCode code = new ClassCode(in.readAllBytes());
            code.parse();
            return code;
        } catch (IOException | RuntimeException | LinkageError e) { // a class loader is user code, too
            return null;
        }
    }

    /** Null if there is none. */
    @Nullable
    Code method(String name, String descriptor) {
        return methods.get(name + descriptor);
    }

    /** The instructions of a method, and the lines that they stand on. */
    final class Code {
        final int start;
        final int length;

        /** Of the method, as those of {@link java.lang.reflect.Modifier}. */
        int flags;

        /** Pairs of an instruction's index and its line. */
        private final List<int[]> lines = new ArrayList<>();

        /** Exception handlers: from where, to where, and where each begins. */
        final List<int[]> handlers = new ArrayList<>();

        Code(int start, int length) {
            this.start = start;
            this.length = length;
        }

        int at(int i) {
            return i >= 0 && i < length ? file[start + i] & 0xFF : -1;
        }

        int wide(int i) {
            return (at(i) << 8) | at(i + 1);
        }

        int word(int i) {
            return (wide(i) << 16) | wide(i + 2);
        }

        /** The name of the method that the invocation at {@code i} names. */
        String invoked(int i) {
            int reference = constants[wide(i + 1)]; // a method reference: its class, and its name and type
            int nameAndType = constants[unsigned(reference + 3)];
            return text(unsigned(nameAndType + 1));
        }

        /** Its descriptor. */
        String invokedDescriptor(int i) {
            int reference = constants[wide(i + 1)];
            int nameAndType = constants[unsigned(reference + 3)];
            return text(unsigned(nameAndType + 3));
        }

        /** The qualified name of the class that it names. */
        String invokedOwner(int i) {
            int reference = constants[wide(i + 1)];
            int type = constants[unsigned(reference + 1)];
            return text(unsigned(type + 1)).replace('/', '.');
        }

        int lineOf(int i) {
            int line = -1;
            int nearest = -1;
            for (int[] entry : lines) {
                if (entry[0] <= i && entry[0] > nearest) {
                    nearest = entry[0];
                    line = entry[1];
                }
            }
            return line;
        }
    }

    private int unsigned(int at) {
        return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
    }

    private String text(int constant) {
        int at = constants[constant];
        return new String(file, at + 3, unsigned(at + 1), StandardCharsets.UTF_8); // names are plain enough for that
    }

    private void parse() throws IOException {
        Counting in = new Counting(file);
        if (in.data.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.skip(4); // version
        readConstants(in);
        in.skip(6); // flags, this class, super class
        in.skip(2L * in.data.readUnsignedShort()); // interfaces
        readMembers(in); // fields
        readMembers(in);
    }

    private void readConstants(Counting in) throws IOException {
        constants = new int[in.data.readUnsignedShort()];
        for (int i = 1; i < constants.length; i++) {
            constants[i] = in.position();
            int tag = in.data.readUnsignedByte();
            switch (tag) {
                case 1 -> in.skip(in.data.readUnsignedShort());
                case 7, 8, 16, 19, 20 -> in.skip(2);
                case 15 -> in.skip(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skip(4);
                case 5, 6 -> {
                    in.skip(8);
                    i++; // long and double take two places
                }
                default -> throw new IOException("bad constant tag: " + tag);
            }
        }
    }

    private void readMembers(Counting in) throws IOException {
        for (int left = in.data.readUnsignedShort(); left > 0; left--) {
            int flags = in.data.readUnsignedShort();
            String key = text(in.data.readUnsignedShort()) + text(in.data.readUnsignedShort());
            Code code = readCode(in, null);
            if (code != null) {
                code.flags = flags;
                methods.put(key, code);
            }
        }
    }

    /** Reads the attributes of a member, or those of its {@code code}. */
    private @Nullable Code readCode(Counting in, @Nullable Code code) throws IOException {
        Code found = code;
        for (int left = in.data.readUnsignedShort(); left > 0; left--) {
            String attribute = text(in.data.readUnsignedShort());
            int length = in.data.readInt();
            if (attribute.equals("Code") && code == null) {
                in.skip(4); // stack, locals
                int codeLength = in.data.readInt();
                found = new Code(in.position(), codeLength);
                in.skip(codeLength);
                for (int handlers = in.data.readUnsignedShort(); handlers > 0; handlers--) {
                    found.handlers.add(new int[] {
                        in.data.readUnsignedShort(), in.data.readUnsignedShort(), in.data.readUnsignedShort()
                    });
                    in.skip(2); // what it catches
                }
                readCode(in, found);
            } else if (attribute.equals("LineNumberTable") && code != null) {
                for (int entries = in.data.readUnsignedShort(); entries > 0; entries--) {
                    code.lines.add(new int[] {in.data.readUnsignedShort(), in.data.readUnsignedShort()});
                }
            } else {
                in.skip(Integer.toUnsignedLong(length));
            }
        }
        return found;
    }

    /** The file, and where in it one reads. */
    private static final class Counting {
        private final ByteArrayInputStream bytes;
        private final int length;
        final DataInputStream data;

        Counting(byte[] file) {
            bytes = new ByteArrayInputStream(file);
            length = file.length;
            data = new DataInputStream(bytes);
        }

        int position() {
            return length - bytes.available();
        }

        void skip(long n) throws IOException {
            data.skipNBytes(n);
        }
    }
}
