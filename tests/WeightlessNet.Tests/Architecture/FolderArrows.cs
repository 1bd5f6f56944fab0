using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeightlessNet.Tests.Architecture;

/// <summary>Finds which folders of the library use which, by the types and members that their sources name.</summary>
internal static class FolderArrows
{
    private const string Root = "WeightlessNet.";
    private const string InternalsFolder = ".Internals";

    /// <summary>The arrows between folders; an `Internals` folder counts as a part of the folder above it.</summary>
    /// <param name="sources">The text of every source file by its path.</param>
    /// <returns>Of each arrow the folder that uses, the folder that is used, and one place where it does.</returns>
    public static IReadOnlyList<(string From, string To, string Place)> In(IReadOnlyDictionary<string, string> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.None);
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, options, source.Key))];
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("WeightlessNet", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("arrows", trees, references);
        Dictionary<(string, string), string> arrows = [];
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            SyntaxNode root = tree.GetRoot();
            string? from = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() is string name
                ? FolderOf(name)
                : null;
            foreach (SimpleNameSyntax used in root.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(used).Symbol;
                if (from is not null && FolderOf(SpaceOf(symbol)) is string to && to != from)
                {
                    int line = tree.GetLineSpan(used.Span).StartLinePosition.Line + 1;
                    arrows.TryAdd((from, to), $"{Path.GetFileName(tree.FilePath)}:{line} names {used}");
                }
            }
        }

        return [.. arrows.Select(arrow => (arrow.Key.Item1, arrow.Key.Item2, arrow.Value))];
    }

    // Of a member, such as an extension method, the namespace of its type. A using directive alone is no arrow: comments need some.
    private static string? SpaceOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type.ContainingNamespace?.ToDisplayString(),
        { ContainingType.ContainingNamespace: { } space } => space.ToDisplayString(),
        _ => null,
    };

    private static string? FolderOf(string? space)
    {
        if (space is null || !space.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        string folder = space[Root.Length..];
        int internals = folder.IndexOf(InternalsFolder, StringComparison.Ordinal);
        return internals < 0 ? folder : folder[..internals];
    }
}
