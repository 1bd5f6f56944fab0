using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WeightlessNet.Orleans.Tests;

/// <summary>An application with the front door becomes a cluster with few changed lines.</summary>
public sealed partial class MovingTests
{
    private const int MostChanged = 25;

    private const string ImplicitUsings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Orleans; global using Orleans.Hosting; global using Orleans.Runtime;
        """;

    [Fact]
    public void An_application_moves_with_few_changed_lines_and_compiles()
    {
        string[] before = Program("serving.md");
        string[] after = Program("scale.md");
        AssertCompiles(before);
        AssertCompiles(after);
        int changed = Math.Max(before.Length, after.Length) - Common(before, after);
        Assert.InRange(changed, 1, MostChanged);

        // As the document says.
        Assert.Equal(10, changed);
    }

    // The program of a document that is an application of ASP.NET.
    private static string[] Program(string document)
    {
        string folder = typeof(MovingTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "DocumentFolder").Value!;
        string text = File.ReadAllText(Path.Combine(folder, document));
        return CodeBlock().Matches(text).Select(match => match.Groups[1].Value)
            .Single(code => code.Contains("WebApplication.CreateBuilder", StringComparison.Ordinal)).TrimEnd().Split('\n');
    }

    private static void AssertCompiles(string[] program)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(string.Join('\n', program), options), CSharpSyntaxTree.ParseText(ImplicitUsings, options),
        ];
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "moved",
            trees,
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Equal(
            [], compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(found => $"{found}"));
    }

    // The length of the longest common subsequence of lines.
    private static int Common(string[] before, string[] after)
    {
        int[,] lengths = new int[before.Length + 1, after.Length + 1];
        for (int i = 1; i <= before.Length; i++)
        {
            for (int j = 1; j <= after.Length; j++)
            {
                lengths[i, j] = before[i - 1] == after[j - 1]
                    ? lengths[i - 1, j - 1] + 1
                    : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[before.Length, after.Length];
    }

    [GeneratedRegex("```cs\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
