using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WeightlessNet.Samples.Tests;

/// <summary>A C# program in a Markdown document: top-level statements that a reader can paste and run.</summary>
internal static class Snippet
{
    private const string Language = "csharp\n";

    private const string Arrow = "// -> ";

    private const string ImplicitUsings =
        "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Documents");

    /// <summary>The README, those of the packages, and all documents of the folder docs.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. Directory.GetFiles(Folder, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a document.</summary>
    public static string TextOf(string document) => File.ReadAllText(Path.Combine(Folder, document)).ReplaceLineEndings("\n");

    /// <summary>The C# programs in a document, in order.</summary>
    public static IReadOnlyList<string> In(string document)
    {
        string[] parts = TextOf(document).Split("```");
        return
        [
            .. parts
                .Where((part, index) => index % 2 == 1 && part.StartsWith(Language, StringComparison.Ordinal))
                .Select(part => part[Language.Length..]),
        ];
    }

    /// <summary>The lines that a program is expected to print: its comments that begin with an arrow.</summary>
    public static string[] ExpectedOf(string code) =>
    [
        .. code.Split('\n').Select(line => line.TrimStart()).Where(line => line.StartsWith(Arrow, StringComparison.Ordinal))
            .Select(line => line[Arrow.Length..]),
    ];

    /// <summary>
    /// Compiles a program without warnings, runs it in an empty folder, and returns what it printed. Nothing else may print or use the
    /// current folder meanwhile.
    /// </summary>
    public static string[] Run(string code)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        using MemoryStream assembly = new();
        var result = compilation.Emit(assembly);
        bool clean = result.Success && result.Diagnostics.All(found => found.Severity < DiagnosticSeverity.Warning);
        Assert.True(clean, string.Join('\n', result.Diagnostics));

        assembly.Position = 0;
        AssemblyLoadContext context = new("Snippet", isCollectible: true);
        MethodInfo main = context.LoadFromStream(assembly).EntryPoint!;
        TextWriter console = Console.Out;
        string folder = Environment.CurrentDirectory;
        string empty = Directory.CreateTempSubdirectory("snippet").FullName;
        using StringWriter printed = new();

        // A program that awaits must not wait for the test's own context, which this thread blocks.
        SynchronizationContext? own = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            Environment.CurrentDirectory = empty;
            Console.SetOut(printed);
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = folder;
            SynchronizationContext.SetSynchronizationContext(own);
            Directory.Delete(empty, recursive: true);
            context.Unload();
        }

        return printed.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
