using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

/// <summary>Files of MovieLens in UTF-8, with and without a byte order mark, and in other encodings.</summary>
public sealed class MovieLensEncodingTests : IDisposable
{
    private const string Movies = "movieId,title,genres\n1,Toy Story (1995),Animation|Comedy\n7,Heat (1995),Action\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\u00EF\u00BB\u00BF")]
    public void Text_that_is_not_UTF_8_is_refused_with_and_without_a_byte_order_mark(string mark)
    {
        _folder.With("movies.csv", mark + "movieId,title,genres\n1,Cité (1995),War\n", Encoding.Latin1);
        _folder.With("ratings.csv", "userId,movieId,rating\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.Contains("movies.csv", message, StringComparison.Ordinal);
        Assert.Contains("utf-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_of_UTF_16_says_how_to_read_the_file()
    {
        Encoding marked = Encoding.Unicode;
        _folder.With("movies.csv", "\uFEFF" + Movies, marked).With("ratings.csv", "\uFEFFuserId,movieId,rating\n1,7,3\n", marked);

        Assert.Equal([new Rating(0, 1, 3)], MovieLensReader.Read(_folder.Path).Ratings.ToArray());
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_first_name()
    {
        _folder.With("movies.csv", '\uFEFF' + Movies).With("ratings.csv", "\uFEFFuserId,movieId,rating\n1,7,3\n");

        Assert.Equal([new Rating(0, 1, 3)], MovieLensReader.Read(_folder.Path).Ratings.ToArray());
    }
}
