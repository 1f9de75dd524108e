import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/// Makes the site: a page of HTML for each page of Markdown, beside the API pages, and follows every link.
///
/// `java -cp COMMONMARK… Site.java DOCS API SITE`, where `DOCS` is the folder with the Markdown, `API` what javadoc
/// wrote, and
/// `SITE` the folder to be made. Ends with status 1 and a list of them if links are broken.
///
/// What a page writes as code and is the name of a class, or of a class and a method, leads to its API page. A link to
/// a
/// file that is no page, such as an example, leads to a copy of it.
public final class Site {
    private static final String TITLE = "Lwt for Java";

    private final Path docs;
    private final Path site;
    private final Api api;
    private final List<String> broken = new ArrayList<>();

    private Site(Path docs, Path site) throws IOException {
        this.docs = docs;
        this.site = site;
        this.api = new Api(site.resolve("api"));
    }

    static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path site = Path.of(arguments[2]).toAbsolutePath().normalize();
        copy(Path.of(arguments[1]), site.resolve("api"));
        var made = new Site(docs, site);
        made.pages();
        made.check();
        if (!made.broken.isEmpty()) {
            made.broken.forEach(System.err::println);
            System.exit(1);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }

    /* ---- Pages ---- */

    private void pages() throws IOException {
        Files.createDirectories(site);
        Files.copy(
                docs.resolve("site/site.css"),
                site.resolve("site.css"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Map<Path, Node> pages = new TreeMap<>();
        for (Path folder : List.of(docs, docs.resolve("manual"))) {
            try (var files = Files.newDirectoryStream(folder, "*.md")) {
                for (Path file : files) {
                    pages.put(file, parser().parse(Files.readString(file)));
                }
            }
        }
        for (var page : pages.entrySet()) {
            write(page.getKey(), page.getValue());
        }
    }

    private static Parser parser() {
        return Parser.builder().extensions(List.of(TablesExtension.create())).build();
    }

    private void write(Path page, Node content) throws IOException {
        Path target = site.resolve(html(docs.relativize(page).toString()));
        String title = title(content);
        String up = "../".repeat(docs.relativize(page).getNameCount() - 1);
        prepare(page, content, up);
        String body = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(_ -> anchors())
                .build()
                .render(content);
        Files.createDirectories(target.getParent());
        Files.writeString(target, """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – %s</title>
                <link rel="stylesheet" href="%ssite.css">
                </head>
                <body>
                <nav><a href="%sindex.html">%s</a> <a href="%smanual/tutorial.html">Tutorial</a> \
                <a href="%smanual/cookbook.html">Cookbook</a> <a href="%sapi/index.html">API</a></nav>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(title, TITLE, up, up, TITLE, up, up, up, body));
    }

    /// Where a page of Markdown is on the site; `README.md` is the index of its folder.
    private static String html(String file) {
        return file.replaceFirst("README\\.md$", "index.md").replaceFirst("\\.md$", ".html");
    }

    private static String title(Node content) {
        return content.getFirstChild() instanceof Heading heading ? text(heading) : TITLE;
    }

    private static AttributeProvider anchors() {
        return (node, _, attributes) -> {
            if (node instanceof Heading heading) {
                attributes.put("id", anchor(text(heading)));
            }
        };
    }

    /// A heading as an anchor, as the pages write it in their links.
    private static String anchor(String heading) {
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

    /// Turns links between sources into links between pages, and names of classes into links.
    private void prepare(Path page, Node content, String up) {
        List<Code> names = new ArrayList<>();
        content.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                link.setDestination(destination(page, link.getDestination(), up)); // and no link within a link
            }

            @Override
            public void visit(Heading heading) {}

            @Override
            public void visit(Code code) {
                names.add(code);
            }
        });
        for (Code name : names) {
            api.page(name.getLiteral()).ifPresent(target -> {
                var link = new Link(up + "api/" + target, null);
                name.insertBefore(link);
                link.appendChild(name);
            });
            if (page.startsWith(docs.resolve("manual")) && api.isUnknown(name.getLiteral())) {
                broken.add(docs.relativize(page) + ": " + name.getLiteral() + " is not in the API");
            }
        }
    }

    private String destination(Path page, String link, String up) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash);
        if (link.contains(":") || file.isEmpty()) {
            return link;
        }
        Path target = page.resolveSibling(file).normalize();
        if (target.startsWith(docs) && file.endsWith(".md")) {
            return html(file) + anchor;
        }
        return up + source(page, target);
    }

    /// A copy of a file of the project that is no page; of a folder, a list of its files.
    private String source(Path page, Path file) {
        String name = "source/" + docs.getParent().relativize(file);
        try {
            Path copy = site.resolve(name + (Files.isDirectory(file) ? "/index.html" : ""));
            Files.createDirectories(copy.getParent());
            if (Files.isDirectory(file)) {
                Files.writeString(
                        copy,
                        "<!DOCTYPE html><title>%1$s</title><h1>%1$s</h1><p>A folder of the project.</p>\n"
                                .formatted(file.getFileName()));
                return name + "/index.html";
            }
            Files.write(copy, Files.readAllBytes(file));
        } catch (IOException e) {
            broken.add(docs.relativize(page) + ": no file " + file + " (" + e + ")");
        }
        return name;
    }

    /* ---- Links ---- */

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile("\\sid=\"([^\"]*)\"");

    private final Map<Path, Set<String>> anchorsOfFiles = new HashMap<>();

    /// Follows every link within the site. A place within an API page is javadoc's business: it checks what we write,
    /// and itself
    /// links to type parameters that a page does not show.
    private void check() throws IOException {
        try (Stream<Path> files = Files.walk(site)) {
            for (Path page :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".html"))::iterator) {
                for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); ) {
                    if (!leadsSomewhere(page, unescaped(link.group(1)))) {
                        broken.add(site.relativize(page) + ": broken link " + link.group(1));
                    }
                }
            }
        }
    }

    private boolean leadsSomewhere(Path page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return true;
        }
        int hash = link.indexOf('#');
        String file = (hash < 0 ? link : link.substring(0, hash)).replaceFirst("\\?.*", "");
        if (file.isEmpty() && page.startsWith(site.resolve("api"))) {
            return true;
        }
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (Files.isDirectory(target)) {
            target = target.resolve("index.html");
        }
        return Files.exists(target)
                && (hash < 0 || hash == link.length() - 1 || anchorsOf(target).contains(link.substring(hash + 1)));
    }

    private Set<String> anchorsOf(Path file) {
        return anchorsOfFiles.computeIfAbsent(file, f -> {
            Set<String> anchors = new HashSet<>();
            try {
                for (Matcher anchor = ANCHOR.matcher(Files.readString(f)); anchor.find(); ) {
                    anchors.add(unescaped(anchor.group(1)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return anchors;
        });
    }

    private static String unescaped(String text) {
        return java.net.URLDecoder.decode(
                text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                        .replace("+", "%2B"),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
