using System.Text.RegularExpressions;
using WeightlessNet.Storage;
using WeightlessNet.Tests;

namespace WeightlessNet.Samples.Tests;

[Collection(RunAlone.Name)]
public partial class DocumentTests
{
    public static TheoryData<string, int> Snippets
    {
        get
        {
            TheoryData<string, int> snippets = [];
            foreach (string document in Snippet.Documents)
            {
                for (int index = 0; index < Snippet.In(document).Count; index++)
                {
                    snippets.Add(document, index);
                }
            }

            return snippets;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Every_program_compiles_and_prints_what_it_says(string document, int index)
    {
        string program = Snippet.In(document)[index];

        Assert.NotEmpty(Snippet.ExpectedOf(program));
        Assert.Equal(Snippet.ExpectedOf(program), Snippet.Run(program));
    }

    [Fact]
    public void The_tutorial_has_a_program_for_each_of_its_five_steps()
    {
        string tutorial = Snippet.TextOf("docs/tutorial.md");

        int steps = tutorial.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal) && char.IsDigit(line[3]));

        Assert.Equal(5, steps);
        Assert.True(Snippet.In("docs/tutorial.md").Count >= steps);
    }

    [Fact]
    public void The_quick_start_has_fifteen_lines_at_the_most_from_the_new_project_on()
    {
        string readme = Snippet.TextOf("README.md");
        string commands = readme.Split("```sh\n")[1].Split("```")[0];

        int lines = (commands + Snippet.In("README.md")[0]).Split('\n').Count(line => line.Trim().Length > 0);

        Assert.InRange(lines, 1, 15);
    }

    [Fact]
    public void Every_kind_of_a_snapshot_is_described()
    {
        Type kinds = typeof(ISnapshot).Assembly.GetType("WeightlessNet.Storage.SnapshotKind", throwOnError: true)!;
        string[] lines = Snippet.TextOf("docs/format.md").Split("### Kinds")[1].Split("**Scale**")[0].Split('\n');

        Assert.All(Enum.GetValuesAsUnderlyingType(kinds).Cast<ushort>(), kind =>
            Assert.Single(lines, line => line.StartsWith(FormattableString.Invariant($"| {kind} | "), StringComparison.Ordinal)));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        string[] broken =
        [
            .. from document in Snippet.Documents
               where document == "README.md" || document.StartsWith("docs/", StringComparison.Ordinal)
               from Match link in RelativeLink().Matches(Snippet.TextOf(document))
               let path = Path.GetFullPath(link.Groups["path"].Value, "/" + Path.GetDirectoryName(document))[1..]
               where path.EndsWith(".md", StringComparison.Ordinal) && !Snippet.Documents.Contains(path)
               select $"{document}: {link.Value}",
        ];

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?<path>[^):#]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
