using System.Text;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

/// <summary>
/// Feeds damaged and hostile files to the dataset readers: they return a valid dataset or throw an <see cref="InvalidDataException"/>,
/// in bounded memory. WEIGHTLESSNET_FUZZ sets how many.
/// </summary>
public sealed class DatasetFuzzTests
{
    private const int DefaultInputs = 4_000;

    // The buffers of a parser and a text reader for each of four files, plus the text itself.
    private const long BaseBytes = 4 << 20;
    private const long BytesPerInputByte = 64;

    private static readonly DatasetFuzzCase[] Cases = DatasetFuzzCase.All;

    [Fact]
    public void Damaged_files_are_refused_or_give_a_valid_dataset_in_bounded_memory()
    {
        using TemporaryFolder folder = new();
        RandomValues random = new(2027);
        int inputs = FuzzInputs.Count(DefaultInputs);
        int[] accepted = new int[Cases.Length];
        int[] refused = new int[Cases.Length];
        for (int i = 0; i < inputs; i++)
        {
            DatasetFuzzCase one = Cases[i % Cases.Length];
            string directory = Directory.CreateDirectory(Path.Combine(folder.Path, one.Name)).FullName;
            int damaged = random.Whole(0, one.Files.Length - 1);
            long length = 0;
            for (int file = 0; file < one.Files.Length; file++)
            {
                byte[] bytes = file == damaged ? one.Damage(one.Files[file].Bytes, random) : one.Files[file].Bytes;
                File.WriteAllBytes(Path.Combine(directory, one.Files[file].Name), bytes);
                length += bytes.Length;
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                one.ReadAndCheck(directory);
                accepted[i % Cases.Length]++;
            }
            catch (InvalidDataException)
            {
                refused[i % Cases.Length]++;
            }
            catch (Exception other)
            {
                Assert.Fail($"Input {i}, {one.Name}, {one.Files[damaged].Name}: {other}\n{Shown(directory, one, damaged)}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= BaseBytes + (BytesPerInputByte * length),
                $"Input {i}, {one.Name}, {one.Files[damaged].Name}, took {allocated} bytes for {length}.");
        }

        Assert.All(refused, count => Assert.True(count > inputs / Cases.Length / 5, $"Only {string.Join(", ", refused)} were refused."));
        Assert.All(accepted, count => Assert.True(count > 0, $"Only {string.Join(", ", accepted)} were accepted."));
    }

    [Theory]
    [InlineData("movies.csv", "movieId,title,genres\n1,")]
    [InlineData("movies.csv", "movieId,title,genres\n1,\"")]
    [InlineData("ratings.csv", "userId,movieId,rating,timestamp\n1,1,5,")]
    [InlineData("ratings.csv", "")]
    public void An_endless_line_is_refused_before_all_of_it_is_in_memory(string name, string start)
    {
        using TemporaryFolder folder = new();
        DatasetFuzzCase latest = Cases[0];
        Array.ForEach(latest.Files, file => folder.With(file.Name, file.Bytes));
        folder.With(name, start + new string('1', 16 << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(folder.Path));

        // Up to a million characters, in buffers that double.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24 << 20);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("(", ")")]
    [InlineData("[{'name': ", "}]")]
    [InlineData("{{", "}}")]
    public void Endlessly_nested_genres_are_refused(string open, string close)
    {
        const int Depth = 20_000;
        string nested = string.Concat(Enumerable.Repeat(open, Depth)) + "'x'" + string.Concat(Enumerable.Repeat(close, Depth));
        using TemporaryFolder folder = new();
        DatasetFuzzCase movies = Cases.Single(one => one.Name == "through links");
        Array.ForEach(movies.Files, file => folder.With(file.Name, file.Bytes));
        folder.With("movies_metadata.csv", $"id,title,genres\n862,Toy Story,\"{nested}\"\n");

        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => TheMoviesDatasetReader.Read(folder.Path, MetadataJoin.ThroughLinks));
        Assert.Contains("line 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_empty_are_refused_or_have_no_records()
    {
        foreach (DatasetFuzzCase one in Cases)
        {
            foreach ((string name, _) in one.Files)
            {
                using TemporaryFolder folder = new();
                Array.ForEach(one.Files, file => folder.With(file.Name, file.Name == name ? [] : file.Bytes));
                try
                {
                    one.ReadAndCheck(folder.Path);
                    Assert.True(name is "u.data" or "u.item" or "ratings.dat" or "movies.dat", $"{one.Name}: {name} was accepted.");
                }
                catch (InvalidDataException)
                {
                    Assert.True(name is not ("u.data" or "u.item" or "ratings.dat" or "movies.dat"), $"{one.Name}: {name} was refused.");
                }
            }
        }
    }

    private static string Shown(string directory, DatasetFuzzCase one, int damaged) =>
        Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(directory, one.Files[damaged].Name)));
}
