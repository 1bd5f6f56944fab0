using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeightlessNet.Bits;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Samples.Tests;

public sealed class DigitsSampleTests
{
    private const int Side = 12;

    private static readonly string[] FileNames =
        ["confusion-margin.png", "confusion-wisard.png", "confusion.csv", "mental-images.png"];

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("surplus")]
    [InlineData("--seed -1")]
    [InlineData("--seed many")]
    [InlineData("--epochs 0")]
    public async Task A_wrong_option_or_value_prints_the_usage_on_the_error_stream_and_exits_with_2(string arguments)
    {
        SampleProcess run = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        Assert.Contains(arguments.Split(' ')[^1], run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("--epochs", "--epochs needs a value.")]
    [InlineData("--seed 1 --seed 2", "--seed is given twice.")]
    public async Task A_missing_and_a_repeated_value_are_named_in_plain_words(string arguments, string message)
    {
        SampleProcess run = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(message, run.Error.Split('\n')[0].TrimEnd());
    }

    [Fact]
    public async Task Without_arguments_it_reads_synthetic_digits_well_and_says_that_they_are_synthetic()
    {
        SampleProcess run = await RunAsync();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("SYNTHETIC", run.Output, StringComparison.Ordinal);
        Assert.InRange(RightPercentOf(run, "WiSARD"), 93, 99.9);
        Assert.InRange(RightPercentOf(run, "margin"), 97, 99.9);
    }

    [Fact]
    public async Task Idx_files_are_learned_and_pictures_and_counts_written()
    {
        using TemporaryFolder data = Stripes();
        using TemporaryFolder folder = new();

        SampleProcess run = await RunAsync("--data", data.Path, "--out", folder.Path);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("SYNTHETIC", run.Output, StringComparison.Ordinal);
        Assert.Equal(100, RightPercentOf(run, "WiSARD"));
        Assert.Equal(100, RightPercentOf(run, "margin"));
        Assert.Equal(FileNames, Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "classifier,class,answer,count", "wisard,3,3,4", "wisard,7,7,4", "wisard,8,8,4",
                "margin,3,3,4", "margin,7,7,4", "margin,8,8,4",
            ],
            File.ReadAllLines(Path.Combine(folder.Path, "confusion.csv")));
        foreach (string picture in Directory.GetFiles(folder.Path, "*.png"))
        {
            byte[] bytes = File.ReadAllBytes(picture);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            Assert.Equal("IEND", Encoding.ASCII.GetString(bytes.AsSpan(bytes.Length - 8, 4)));
        }
    }

    [Fact]
    public async Task Mental_images_are_drawn_with_characters_and_fashion_has_names()
    {
        using TemporaryFolder data = Stripes();

        SampleProcess run = await RunAsync("--data", AsFashion(data), "--epochs", "1", "--shifts");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("1 epoch", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 Dress", run.Output, StringComparison.Ordinal);
        string[] lines = run.Output.Split('\n');
        int names = Array.FindIndex(lines, line => line.StartsWith("3 Dress", StringComparison.Ordinal));

        // The stripes of the classes 3, 7 and 8 are at the top, in the middle and at the bottom. Of the pixels in the corners, nodes read
        // only a few levels, or none.
        Assert.Matches($"^[%@]@{{{Side - 2}}}[%@]", lines[names + 1]);
        Assert.EndsWith("@@@@", lines[names + 5].TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("@", lines[names + 5][..Side], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrow_terminal_breaks_no_name_of_a_class()
    {
        const int Columns = 60;
        using TemporaryFolder data = Noise(classes: 10);

        SampleProcess run = await SampleProcess.RunAsync("Digits", ["--data", AsFashion(data), "--epochs", "1"], columns: Columns);

        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = run.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, Columns));
        string[] names =
        [
            "0 T-shirt/top", "1 Trouser", "2 Pullover", "3 Dress", "4 Coat", "5 Sandal", "6 Shirt", "7 Sneaker", "8 Bag", "9 Ankle boot",
        ];

        // In the matrices, a name and the counts of its class share a line.
        Assert.All(names, name => Assert.Equal(2, lines.Count(line => Regex.IsMatch(line, $@"^ +{name} +[0-9.]+ .* [0-9.]+ *$"))));
    }

    [Fact]
    public async Task Equal_seeds_give_equal_counts_and_another_seed_others()
    {
        using TemporaryFolder data = Noise(classes: 20);
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        using TemporaryFolder other = new();

        SampleProcess[] runs = await Task.WhenAll(
            RunAsync("--data", data.Path, "--seed", "7", "--out", first.Path),
            RunAsync("--data", data.Path, "--seed", "7", "--out", second.Path),
            RunAsync("--data", data.Path, "--seed", "8", "--out", other.Path));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.All(runs, run => Assert.Contains("the most frequent mistakes", run.Output, StringComparison.Ordinal));
        byte[] counts = File.ReadAllBytes(Path.Combine(first.Path, "confusion.csv"));
        Assert.Equal(counts, File.ReadAllBytes(Path.Combine(second.Path, "confusion.csv")));
        Assert.NotEqual(counts, File.ReadAllBytes(Path.Combine(other.Path, "confusion.csv")));
    }

    [Fact]
    public async Task A_missing_folder_is_named_in_one_line_and_exits_with_1()
    {
        string missing = Path.Combine(Path.GetTempPath(), "weightlessnet-no-such-folder");

        await AssertDataErrorAsync(["--data", missing], missing);
    }

    [Fact]
    public async Task A_malformed_file_is_named_with_the_offset_and_exits_with_1()
    {
        using TemporaryFolder data = Stripes().With("t10k-labels-idx1-ubyte", IdxBytes.Labels(1, 2, 3)[..^1]);

        await AssertDataErrorAsync(["--data", data.Path], "t10k-labels-idx1-ubyte", "offset 10");
    }

    [Fact]
    public async Task Images_of_a_single_class_are_refused_and_exit_with_1()
    {
        byte[] image = IdxBytes.Images(1, 1, 1, 9);
        using TemporaryFolder data = WithParts(new TemporaryFolder(), image, IdxBytes.Labels(4), image, IdxBytes.Labels(4));

        await AssertDataErrorAsync(["--data", data.Path], "label 4");
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_for_results_exits_with_1()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("taken", "a file");

        await AssertDataErrorAsync(["--out", Path.Combine(folder.Path, "taken")], "taken' is a file");
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_with_130_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();

        SampleProcess run = await SampleProcess.RunAsync(
            "Digits",
            ["--out", folder.Path],
            SampleProcess.Interrupt);

        Assert.Equal(130, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Task<SampleProcess> RunAsync(params string[] arguments) => SampleProcess.RunAsync("Digits", arguments);

    private static async Task AssertDataErrorAsync(string[] arguments, params string[] named)
    {
        SampleProcess run = await RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(named, text => Assert.Contains(text, line, StringComparison.Ordinal));
    }

    // The table of classifiers comes first.
    private static double RightPercentOf(SampleProcess run, string classifier)
    {
        string row = run.Output.Split('\n').First(line => line.TrimStart().StartsWith(classifier, StringComparison.Ordinal));
        string figure = row[(row.IndexOf(')', StringComparison.Ordinal) + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].TrimStart('*');
        return double.Parse(figure, CultureInfo.InvariantCulture);
    }

    // Three classes that are easy to tell apart: a bright stripe in three places.
    private static TemporaryFolder Stripes()
    {
        byte[] labels = [3, 7, 8];
        (byte[] Images, byte[] Labels) Make(int count)
        {
            byte[] pixels = new byte[count * Side * Side];
            byte[] classes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                classes[i] = labels[i % labels.Length];
                int top = 4 * (i % labels.Length);
                pixels.AsSpan(((i * Side) + top) * Side, 3 * Side).Fill((byte)(200 + i));
            }

            return (IdxBytes.Images((uint)count, Side, Side, pixels), IdxBytes.Labels(classes));
        }

        var train = Make(30);
        var test = Make(12);
        return WithParts(new TemporaryFolder(), train.Images, train.Labels, test.Images, test.Labels);
    }

    // Nothing can be learned here, so the answers depend on the seed.
    private static TemporaryFolder Noise(int classes)
    {
        const int Count = 100;
        SplitMix64 random = new(1);
        byte[] Draw(int count, int bound)
        {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = (byte)random.Next(bound);
            }

            return bytes;
        }

        byte[] train = IdxBytes.Images(Count, Side, Side, Draw(Count * Side * Side, 256));
        byte[] test = IdxBytes.Images(Count, Side, Side, Draw(Count * Side * Side, 256));
        return WithParts(
            new TemporaryFolder(), train, IdxBytes.Labels(Draw(Count, classes)), test, IdxBytes.Labels(Draw(Count, classes)));
    }

    // Classes have names if the folder says that they are of Fashion-MNIST.
    private static string AsFashion(TemporaryFolder data)
    {
        string fashion = Directory.CreateDirectory(Path.Combine(data.Path, "fashion")).FullName;
        foreach (string file in Directory.GetFiles(data.Path))
        {
            File.Move(file, Path.Combine(fashion, Path.GetFileName(file)));
        }

        return fashion;
    }

    private static TemporaryFolder WithParts(
        TemporaryFolder folder, byte[] trainImages, byte[] trainLabels, byte[] testImages, byte[] testLabels) => folder
        .With("train-images-idx3-ubyte", trainImages)
        .With("train-labels-idx1-ubyte", trainLabels)
        .With("t10k-images-idx3-ubyte", testImages)
        .With("t10k-labels-idx1-ubyte", testLabels);
}
