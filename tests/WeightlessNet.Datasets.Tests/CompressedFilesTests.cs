using System.Text;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class CompressedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MovieLens_is_read_compressed_in_every_layout()
    {
        Pack("movies.csv", "movieId,title,genres\n1,Heat (1995),Crime\n");
        Pack("ratings.csv", "userId,movieId,rating,timestamp\n9,1,4.5,7\n");
        Assert.Equal(4.5f, MovieLensReader.Read(_folder.Path).Ratings.Span[0].Value);
        Clear();

        Pack("u.item", "1|Heat (1995)|01-Jan-1995||http://a|0|1\n");
        Pack("u.genre", "unknown|0\nCrime|1\n");
        Pack("u.data", "9\t1\t4\t7\n");
        Assert.Equal(["Crime"], MovieLensReader.Read(_folder.Path).Movies[0].Genres);
        Clear();

        Pack("movies.dat", "1::Les Misérables (1995)::Drama\n");
        Pack("ratings.dat", "9::1::4::7\n");
        Assert.Equal("Les Misérables", MovieLensReader.Read(_folder.Path).Movies[0].Title);
    }

    [Fact]
    public void Other_datasets_are_read_compressed()
    {
        Pack("movies_metadata.csv", "id,title,genres\n862,Toy Story,[]\n");
        Pack("links_small.csv", "movieId,imdbId,tmdbId\n1,114709,862\n");
        Pack("ratings_small.csv", "userId,movieId,rating\n5,1,3\n");
        Assert.Equal("Toy Story", TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks).Movies[0].Title);
        Clear();

        Pack("movies.dat", "0000001::Heat (1995)::Crime\n");
        Pack("ratings.dat", "9::0000001::9::7\n");
        Assert.Equal(9, MovieTweetingsReader.Read(_folder.Path).Ratings.Span[0].Value);
    }

    [Fact]
    public void A_plain_file_is_preferred()
    {
        Pack("movies.csv", "movieId,title,genres\n1,Old (1995),Crime\n");
        _folder.With("movies.csv", "movieId,title,genres\n1,New (1995),Crime\n").With("ratings.csv", "userId,movieId,rating\n9,1,4\n");

        Assert.Equal("New", MovieLensReader.Read(_folder.Path).Movies[0].Title);
    }

    [Theory]
    [InlineData(-12)] // the data ends early
    [InlineData(-500)]
    [InlineData(20)]
    public void A_damaged_file_is_refused_by_name(int at)
    {
        var lines = new StringBuilder("user,item,rating\n");
        for (int i = 0; i < 500; i++)
        {
            lines.Append(i * 7919 % 1000).Append(",x,").Append(i % 5).Append('\n');
        }

        byte[] packed = IdxBytes.Gzip(Encoding.UTF8.GetBytes(lines.ToString()));
        if (at < 0)
        {
            packed = packed[..^-at];
        }
        else
        {
            packed[at] ^= 0xFF;
        }

        _folder.With("a.csv.gz", packed);

        string message = Assert.Throws<InvalidDataException>(() => RatingTableReader.Read(Path.Combine(_folder.Path, "a.csv.gz"))).Message;
        Assert.Contains("a.csv.gz", message, StringComparison.Ordinal);
    }

    private void Pack(string name, string text) => _folder.With(name + ".gz", IdxBytes.Gzip(Encoding.UTF8.GetBytes(text)));

    private void Clear() => Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
}
