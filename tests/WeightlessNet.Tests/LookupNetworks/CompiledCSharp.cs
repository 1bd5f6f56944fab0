using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>A class that was written as source code, compiled without a warning by the rules of .NET 8.</summary>
internal sealed class CompiledCSharp
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <param name="typeName">The class.</param>
    /// <param name="sources">The texts.</param>
    public CompiledCSharp(string typeName, params string[] sources)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "written",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(20)));

        assembly.Position = 0;
        Type = new AssemblyLoadContext(typeName, isCollectible: true).LoadFromStream(assembly).GetType(typeName, throwOnError: true)!;
    }

    public delegate int ClassOf<T>(ReadOnlySpan<T> sample);

    public delegate void VotesOf<T>(ReadOnlySpan<T> sample, Span<int> votes);

    private delegate ReadOnlySpan<T> LabelsOf<T>();

    public Type Type { get; }

    public ClassOf<T> Classify<T>() => Type.GetMethod("Classify", [typeof(ReadOnlySpan<T>)])!.CreateDelegate<ClassOf<T>>();

    /// <summary>The method that writes the votes, or the scores.</summary>
    public VotesOf<T> Votes<T>()
    {
        Type[] parameters = [typeof(ReadOnlySpan<T>), typeof(Span<int>)];
        return (Type.GetMethod("Votes", parameters) ?? Type.GetMethod("Scores", parameters))!.CreateDelegate<VotesOf<T>>();
    }

    public T[] Labels<T>() => Type.GetProperty("Labels")!.GetMethod!.CreateDelegate<LabelsOf<T>>()().ToArray();

    public int ConstantOf(string name) => (int)Type.GetField(name)!.GetRawConstantValue()!;

    /// <summary>The answers as those of <see cref="SourceCase"/>.</summary>
    public int[][] Answers<T>(T[] samples, int width)
    {
        (ClassOf<T> classify, VotesOf<T> votes) = (Classify<T>(), Votes<T>());
        int[] counts = new int[ConstantOf("ClassCount")];
        return
        [
            .. samples.Chunk(Math.Max(1, width)).Select(sample =>
            {
                votes(sample, counts);
                return (int[])[.. counts, classify(sample)];
            }),
        ];
    }
}
