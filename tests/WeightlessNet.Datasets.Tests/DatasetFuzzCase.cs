using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

/// <summary>A small dataset as files, with its ways to be damaged and read.</summary>
internal sealed record DatasetFuzzCase(
    string Name, (string Name, byte[] Bytes)[] Files, Func<byte[], RandomValues, byte[]> Damage, Action<string> ReadAndCheck)
{
    private const int NestedDepth = 40;
    private const int LongLine = 3_000;

    // Invalid or huge numbers, halves of the formats' delimiters, and invalid text.
    private static readonly string[] Hostile =
    [
        "NaN", "Infinity", "-Infinity", "1e999", "-1", "0", "5.25", "1,5", "2147483648", "9223372036854775808", "253402300800", " 3", "3 ",
        "+3", "0x10", "", ",", ",,,,", "::", "|", "\t", "\"", "\"\"", "\r", "\n", "\n\n", "\r\n", "\0", "\u0085", "\uFEFF", "(1995)", "()",
        "(no genres listed)", "[", "]", "{", "}", "[{'name': 'Drama'}", "{'name': 3}", "'", "\\x", "\\U00110000", "\\777", "None", "True",
        "1997-08-20", "1997-02-30", "movieId", "userId,movieId,rating,timestamp\n",
    ];

    public static DatasetFuzzCase[] All { get; } =
    [
        new(
            "latest",
            [
                Text("movies.csv", "movieId,title,genres\r\n1,Toy Story (1995),Adventure|Children\r\n"
                    + "2,\"Heat, \"\"the\"\" (1995)\",Crime\r\n"
                    + "7,Ran,(no genres listed)\r\n"),
                Text("ratings.csv", "userId,movieId,rating,timestamp\r\n1,1,4.5,964982703\r\n"
                    + "1,2,3,964981247\r\n9,7,0.5,1\r\n1,1,5.0,964982709\r\n"),
            ],
            DamagedText,
            folder => Check(MovieLensReader.Read(folder))),
        new(
            "100k",
            [
                Text("u.genre", "unknown|0\nAction|1\nComedy|2\n"),
                Text("u.item", "1|Toy Story (1995)|01-Jan-1995||http://a|0|0|1\n2|GoldenEye (1995)|01-Jan-1995||http://b|0|1|0\n"),
                Text("u.data", "196\t1\t3\t881250949\n186\t2\t5\t891717742\n196\t2\t1\t881250999\n"),
            ],
            DamagedText,
            folder => Check(MovieLensReader.Read(folder))),
        new(
            "1m",
            [
                Text("movies.dat", "1::Toy Story (1995)::Animation|Comedy\n2::Jumanji (1995)::Adventure\n"),
                Text("ratings.dat", "1::1::5::978300760\n1::2::3::978302109\n2::1::4::978298413\n"),
            ],
            DamagedText,
            folder => Check(MovieLensReader.Read(folder))),
        new(
            "through links", Metadata, DamagedText, folder => Check(TheMoviesDatasetReader.Read(folder, MetadataJoin.ThroughLinks))),
        new(
            "by id",
            [.. Metadata.Where(file => file.Name != "links_small.csv")],
            DamagedText,
            folder => Check(TheMoviesDatasetReader.Read(folder, MetadataJoin.MovieIdAsTmdbId))),
        new("idx", Images(packed: []), DamagedBytes, folder => Check(IdxReader.Read(folder))),
        new(
            "tweets",
            [
                Text("movies.dat", "0002844::Fantômas (1913)::Crime|Drama\n1074638::Skyfall (2012)::Action\n0000009::Untitled::\n"),
                Text("ratings.dat", "1::1074638::7::1365029107\n1::0002844::10::1365029108\n2::1074638::0::1365029109\n"),
            ],
            DamagedText,
            folder => Check(MovieTweetingsReader.Read(folder))),
        new(
            "rating table",
            [Text("ratings.csv", "user,item,rating,time\nann,x,4.5,1970-01-02\n\"b, c\",x,3,7\nann,y,0,\nann,x,1,9\n")],
            DamagedText,
            folder => Check(RatingTableReader.Read(Path.Combine(folder, "ratings.csv")))),
        new(
            "counts",
            [Packed("plays.dat.gz", "userID\titemID\tweight\nann\tx\t13\nbob\tx\t1\nann\ty\t0.5\nann\tx\t2\n")],
            DamagedBytes,
            folder => Check(RatingTableReader.Read(
                Path.Combine(folder, "plays.dat.gz"), new() { Values = RatingTableValues.Counts, MaximumUnpackedBytes = 1 << 20 }))),
        new(
            "table",
            [Text("table.data", "size,color,kind\n1,red,a\n-2.5,?,b\n1e3,\"blue, dark\",a\n?,red,b\n")],
            DamagedText,
            folder => Check(TableReader.Read(Path.Combine(folder, "table.data"), new() { LabelColumn = "kind" }))),
        new("packed idx", Images(packed: [0, 1, 2, 3]), DamagedBytes, folder => Check(IdxReader.Read(folder))),
    ];

    private static (string Name, byte[] Bytes)[] Metadata =>
    [
        Text(
            "movies_metadata.csv",
            "adult,genres,id,original_language,original_title,release_date,title,vote_average,vote_count\n"
                + "False,\"[{'id': 16, 'name': 'Animation'}, {'id': 35, 'name': \"\"Kids' Comedy\"\"}]\","
                + "862,en,Toy Story,1995-10-30,Toy Story,7.7,5415\n"
                + "False,[],1,fr,Titre,,,,\n"
                + "False,\"[{'id': 18, 'name': 'Drama'}]\",82663,,Cut Short\n - stray,0.06,1997-08-20,/poster.jpg,104.0\n"),
        Text("links_small.csv", "movieId,imdbId,tmdbId\n1,0114709,862\n2,0113497,\n3,5,1\n5,7,82663\n"),
        Text("ratings_small.csv", "userId,movieId,rating,timestamp\n7,1,4.5,10\n7,2,3,11\n8,3,2,12\n8,862,5,14\n"),
    ];

    private static (string, byte[])[] Images(int[] packed)
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("train-images-idx3-ubyte", IdxBytes.Images(3, 2, 2, [.. Enumerable.Range(0, 12).Select(i => (byte)i)])),
            ("train-labels-idx1-ubyte", IdxBytes.Labels(1, 2, 3)),
            ("t10k-images-idx3-ubyte", IdxBytes.Images(1, 2, 2, 9, 8, 7, 6)),
            ("t10k-labels-idx1-ubyte", IdxBytes.Labels(4)),
        ];
        foreach (int file in packed)
        {
            files[file] = (files[file].Name + ".gz", IdxBytes.Gzip(files[file].Bytes));
        }

        return files;
    }

    private static (string, byte[]) Packed(string name, string text) => (name, IdxBytes.Gzip(Encoding.UTF8.GetBytes(text)));

    private static (string, byte[]) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    private static byte[] DamagedText(byte[] bytes, RandomValues random)
    {
        List<byte> damaged = [.. bytes];
        for (int left = random.Whole(1, 3); left > 0; left--)
        {
            int at = random.Whole(0, damaged.Count);
            switch (random.Whole(0, 7))
            {
                case 0 or 1:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Hostile[random.Whole(0, Hostile.Length - 1)]));
                    break;
                case 2 or 3:
                    ReplaceField(damaged, at, Encoding.UTF8.GetBytes(Hostile[random.Whole(0, Hostile.Length - 1)]));
                    break;
                case 4:
                    // A repeated line repeats an id or a rating.
                    int start = at == 0 ? 0 : damaged.LastIndexOf((byte)'\n', at - 1) + 1;
                    int end = damaged.IndexOf((byte)'\n', start);
                    damaged.InsertRange(start, damaged.GetRange(start, (end < 0 ? damaged.Count : end + 1) - start));
                    break;
                case 5:
                    int length = random.Whole(0, 9) == 0 ? LongLine : NestedDepth;
                    damaged.InsertRange(at, Enumerable.Repeat((byte)"[{(1'"[random.Whole(0, 4)], length));
                    break;
                default:
                    damaged = [.. DamagedBytes([.. damaged], random)];
                    break;
            }
        }

        return [.. damaged];
    }

    // The value at a place: the characters between two delimiters.
    private static void ReplaceField(List<byte> text, int at, byte[] replacement)
    {
        ReadOnlySpan<byte> delimiters = ",|:\t\r\n\""u8;
        int start = at;
        while (start > 0 && !delimiters.Contains(text[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < text.Count && !delimiters.Contains(text[end]))
        {
            end++;
        }

        text.RemoveRange(start, end - start);
        text.InsertRange(start, replacement);
    }

    private static byte[] DamagedBytes(byte[] bytes, RandomValues random)
    {
        List<byte> damaged = [.. bytes];
        if (damaged.Count == 0)
        {
            return [];
        }

        int at = random.Whole(0, damaged.Count - 1);
        switch (random.Whole(0, 5))
        {
            case 0:
                damaged[at] = (byte)random.Bits();
                break;
            case 1:
                damaged[at] ^= (byte)(1 << random.Whole(0, 7));
                break;
            case 2:
                damaged.RemoveRange(at, Math.Min(random.Whole(1, 9), damaged.Count - at));
                break;
            case 3:
                damaged.RemoveRange(at, damaged.Count - at);
                break;
            case 4:
                damaged.InsertRange(at, BitConverter.GetBytes(random.Bits())[..random.Whole(1, 8)]);
                break;
            default:
                // A large or small size in the header, most significant byte first.
                uint[] sizes = [0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 16, 1 << 26];
                uint size = sizes[random.Whole(0, sizes.Length - 1)];
                int start = random.Whole(0, 3) * 4;
                for (int i = 0; i < 4 && start + i < damaged.Count; i++)
                {
                    damaged[start + i] = (byte)(size >> (24 - (8 * i)));
                }

                break;
        }

        return [.. damaged];
    }

    private static void Check(RatingDataset dataset)
    {
        Assert.Equal(dataset.Movies.Count, dataset.Movies.Select(movie => movie.Id).Distinct().Count());
        Assert.Equal(dataset.UserIds.Count, dataset.UserIds.Distinct().Count());
        Assert.Equal(dataset.Ratings.Length, dataset.Ratings.ToArray().Select(rating => (rating.User, rating.Item)).Distinct().Count());
        foreach (Rating rating in dataset.Ratings.Span)
        {
            Assert.InRange(rating.User, 0, dataset.UserIds.Count - 1);
            Assert.InRange(rating.Item, 0, dataset.Movies.Count - 1);
            Assert.InRange(rating.Value, dataset.Scale.Minimum, dataset.Scale.Maximum);
            Assert.Equal(rating.Value * 2, MathF.Round(rating.Value * 2));
            Assert.True(rating.Timestamp >= 0);
        }

        // What was read can be learned.
        UserMeanRecommender recommender = new(Math.Max(1, dataset.Movies.Count), dataset.Scale);
        foreach (Rating rating in dataset.Ratings.Span)
        {
            recommender.Learn(rating);
        }

        Assert.All(dataset.Movies, movie => Assert.True(movie.Id > 0 && movie.VoteAverage is null or (>= 0 and <= 10)));
    }

    private static void Check(RatingTable table)
    {
        Assert.Equal(table.Ratings.Length, table.Ratings.ToArray().Select(rating => (rating.User, rating.Item)).Distinct().Count());
        foreach (Rating rating in table.Ratings.Span)
        {
            Assert.Equal(rating.User, table.Users.Find(table.Users[rating.User]));
            Assert.Equal(rating.Item, table.Items.Find(table.Items[rating.Item]));
            Assert.InRange(rating.Value, table.Scale.Minimum, table.Scale.Maximum);
            Assert.True(rating.Timestamp >= 0);
        }

        Assert.All(table.Counts.ToArray(), count => Assert.True(count > 0));
    }

    private static void Check(LabeledTable table)
    {
        Assert.True(table.RowCount > 0);
        Assert.Equal(table.RowCount, table.Labels.Length);
        Assert.All(table.Labels.ToArray(), label => Assert.InRange(label, 0, table.Classes.Count - 1));
        Assert.All(table.Columns, column =>
        {
            Assert.Equal(table.RowCount, column.IsNumeric ? column.Numbers.Length : column.Words.Count);
            Assert.DoesNotContain(column.Numbers.ToArray(), double.IsInfinity);
        });
    }

    private static void Check(ImageDatasetSplit split)
    {
        foreach (ImageDataset images in (ImageDataset[])[split.Train, split.Test])
        {
            Assert.InRange(images.Count, 1, 100);
            Assert.Equal(images.Count, images.Labels.Length);
        }

        Assert.Equal((split.Train.Width, split.Train.Height), (split.Test.Width, split.Test.Height));
    }
}
