package moduletests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// What the pages in `docs` consist of: code blocks, headings, links.
final class ManualPages {
    static final Path FOLDER = Project.ROOT.resolve("docs/manual");

    private ManualPages() {}

    /// A block of Java: what its first line says after `java`, and the text block that follows at once, if any.
    record Block(Path page, int line, String kind, String code, String output) {
        /// The class that it becomes.
        String className() {
            return page.getFileName().toString().replaceFirst("\\.md$", "").replace('-', '_') + "_" + line;
        }

        @Override
        public String toString() {
            return page.getFileName() + ":" + line + " " + kind;
        }
    }

    /// The pages of the manual, in the order of their names.
    static List<Path> pages() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All blocks of Java in all pages.
    static List<Block> blocks() {
        return pages().stream().flatMap(page -> blocks(page).stream()).toList();
    }

    static List<Block> blocks(Path page) {
        List<Block> blocks = new ArrayList<>();
        parse(page).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                String info = block.getInfo();
                if (info.equals("java") || info.startsWith("java ")) {
                    String output = block.getNext() instanceof FencedCodeBlock next
                                    && next.getInfo().equals("text")
                            ? next.getLiteral()
                            : "";
                    int line = block.getSourceSpans().getFirst().getLineIndex() + 1;
                    blocks.add(new Block(page, line, info.substring(4).strip(), block.getLiteral(), output));
                }
            }
        });
        return blocks;
    }

    /// Where the links of a page lead.
    static List<String> links(Path page) {
        List<String> links = new ArrayList<>();
        parse(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }
        });
        return links;
    }

    /// The anchors that the headings of a page make.
    static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        parse(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(anchor(text(heading)));
            }
        });
        return anchors;
    }

    /// A heading as an anchor: lower case, letters and digits, blanks as hyphens.
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd} _-]", "")
                .replace(' ', '-');
    }

    private static String text(Node node) {
        var text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    private static Node parse(Path page) {
        try {
            return Parser.builder()
                    .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                    .build()
                    .parse(Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
