using System.Globalization;
using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class RatingTableReaderTests : IDisposable
{
    private static readonly RatingTableOptions Counts = new() { Values = RatingTableValues.Counts };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ids_of_any_form_get_dense_ids_and_are_found_again()
    {
        RatingTable table = Read("user,item,rating\nann,01,4\n\"bob, jr\",1,2.5\nann,1,5\n");

        Assert.Equal([new Rating(0, 0, 4), new Rating(1, 1, 2.5f), new Rating(0, 1, 5)], table.Ratings.ToArray());
        Assert.Equal(("ann", "bob, jr"), (table.Users[0], table.Users[1]));
        Assert.Equal((2, 0, 1, -1), (table.Users.Count, table.Users.Find("ann"), table.Users.Find("bob, jr"), table.Users.Find("Ann")));
        Assert.Equal((2, 0, 1), (table.Items.Count, table.Items.Find("01"), table.Items.Find("1")));
        Assert.Equal(("ratings", false, 0, 0), (table.Name, table.HasTimestamps, table.MergedRows, table.Counts.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Users[2]);
        Assert.Equal("ratings: 3 ratings of 2 items by 2 users, 2.5 to 5", table.ToString());
    }

    [Theory]
    [InlineData("1,2,5", 1, 5, 1)]
    [InlineData("0,10,20", 0, 20, 10)]
    [InlineData("0.5,4,2.5", 0.5, 4, 0.5)]
    [InlineData("1.1,1.3,1.6", 1.1, 1.6, 0.1)]
    [InlineData("-3,3.25", -3, 3.25, 6.25)]
    [InlineData("0.12345,0.5", 0.12345, 0.5, 0.00037655)]
    [InlineData("0,100000,1", 0, 100000, 100)]
    public void The_scale_spans_the_values_with_the_largest_step_that_fits(string values, float minimum, float maximum, float step)
    {
        var text = new StringBuilder("user,item,rating\n");
        foreach ((int i, string value) in values.Split(',').Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"u,{i},{value}\n");
        }

        RatingScale scale = Read(text.ToString()).Scale;

        Assert.Equal((minimum, maximum), (scale.Minimum, scale.Maximum));
        Assert.Equal(step, scale.Step, step * 1e-4);
    }

    [Fact]
    public void A_given_scale_holds_for_all_values()
    {
        var options = new RatingTableOptions { Scale = RatingScale.Stars };

        Assert.Equal(RatingScale.Stars, Read("user,item,rating\na,b,4\n", options).Scale);
        Assert.Contains("line 3: the rating is not from 1 to 5: '5.5'", Refusal("user,item,rating\na,b,4\na,c,5.5\n", options));
        Assert.Contains("all ratings are equal", Refusal("user,item,rating\na,b,4\na,c,4\n"));
        Assert.Contains("there are no ratings", Refusal("user,item,rating\n"));
    }

    [Fact]
    public void Of_repeated_ratings_the_latest_counts()
    {
        RatingTable table = Read("user,item,rating,time\na,b,1,20\na,b,2,10\na,c,3,5\na,c,4,5\n");

        Assert.Equal([new Rating(0, 0, 1, 20), new Rating(0, 1, 4, 5)], table.Ratings.ToArray());
        Assert.Equal((2, true), (table.MergedRows, table.HasTimestamps));
    }

    [Fact]
    public void Counts_become_likes_and_add_up()
    {
        RatingTable table = Read("userID\titemID\tweight\tdate\na\tx\t3\t1970-01-02\na\ty\t0.5\t\na\tx\t4\t1970-01-01\n", Counts);

        Assert.Equal([new Rating(0, 0, 1, 86400), new Rating(0, 1, 1)], table.Ratings.ToArray());
        Assert.Equal([7, 0.5], table.Counts.ToArray());
        Assert.Equal((new RatingScale(0, 1, 1), 1, false), (table.Scale, table.MergedRows, table.HasTimestamps));
        Assert.Equal(1, table.Scale.LikedFrom);
        Assert.Contains("line 2: the count is not a number above 0: '0'", Refusal("user,item,count\na,x,0\n", Counts));
    }

    [Fact]
    public void Without_a_column_of_counts_each_row_counts_once() =>
        Assert.Equal([2, 1], Read("user,item\na,x\na,x\na,y\n", Counts).Counts.ToArray());

    [Theory]
    [InlineData("user,item,rating,Time-Stamp\na,x,1,7\nb,x,2,7\n")]
    [InlineData("User ID;ITEM;value;date\na;x;1;1970-01-01T00:00:07Z\nb;x;2;1970-01-01 00:00:07\n")]
    [InlineData("\n  user item rating time\n a  x 1\t7 \r\nb x 2 7.0")]
    [InlineData("user_id|item-id|Rating|timestamp\na|x|1|7\nb|x|2|7\n")]
    [InlineData("user::item::rating::timestamp\na::x::1::7\nb::x::2::7\n")]
    [InlineData("\uFEFFuser,item,rating,time\na,x,1,1970-01-01T02:00:07+02:00\nb,x,2,7\n")]
    public void Separators_and_spellings_are_found(string text)
    {
        RatingTable table = Read(text);

        Assert.Equal([new Rating(0, 0, 1, 7), new Rating(1, 0, 2, 7)], table.Ratings.ToArray());
        Assert.Equal((0, 1, 0), (table.Users.Find("a"), table.Users.Find("b"), table.Items.Find("x")));
    }

    [Fact]
    public void Named_columns_are_read_and_others_left_out()
    {
        var options = new RatingTableOptions { UserColumn = "s", ItemColumn = "d", ValueColumn = "y", TimeColumn = "" };

        RatingTable table = Read("d,s,y,rating,time\n1,2,3,9,soon\n1,3,4,9,now\n", options);

        Assert.Equal([new Rating(0, 0, 3), new Rating(1, 0, 4)], table.Ratings.ToArray());
        Assert.Contains("no column is called 'when'", Refusal("d,s,y,Year\n", options with { TimeColumn = "when" }));
    }

    [Theory]
    [InlineData("user,item,rating,rated_time\na,b,1,7\n", "no column is called 'timestamp', but another one may be meant: 'rated_time'")]
    [InlineData("user,item,rating,time,date\na,b,1,7,7\n", "several columns may be 'timestamp' or 'time' or 'date'")]
    [InlineData("user,userId,item,rating\na,b,1,7\n", "several columns may be 'user' or 'userId'")]
    [InlineData("reader,item,rating\na,b,1\n", "no column is called 'user' or 'userId'; name one of these: 'reader,item,rating'")]
    [InlineData("user,item,stars\na,b,1\n", "no column is called 'rating' or 'value'")]
    [InlineData("user,item,rating\na,b,\n", "line 2: the rating is not a number: ''")]
    [InlineData("user,item,rating\na,b,NaN\n", "line 2: the rating is not a number: 'NaN'")]
    [InlineData("user,item,rating\na,b,1e39\n", "line 2: the rating is not a number: '1e39'")]
    [InlineData("user,item,rating\na, ,1\n", "line 2: the item has no id: ' '")]
    [InlineData("user,item,rating\na,b\n", "line 2: has 2 fields where 3 fields were expected")]
    [InlineData("user,item,rating,time\na,b,1,1969-12-31\n", "line 2: the time is neither")]
    [InlineData("user,item,rating,time\na,b,1,-1\n", "line 2: the time is neither")]
    [InlineData("", "line 1: the file is empty")]
    public void What_is_unclear_is_refused(string text, string reason) => Assert.Contains(reason, Refusal(text));

    [Fact]
    public void A_column_with_another_meaning_is_not_taken_for_counts_or_times()
    {
        RatingTableOptions playlists = Counts with { ItemColumn = "playlist_id", TimeColumn = "play_time" };
        Assert.Equal([1], Read("user,playlist_id,play_time\na,x,7\n", playlists).Counts.ToArray());
        Assert.Equal(2, Read("user,update,rating\na,x,4\na,y,5\n", new() { ItemColumn = "update" }).Ratings.Length);
    }

    [Fact]
    public void A_column_that_may_hold_counts_is_not_dropped_in_silence()
    {
        const string Text = "user,item,play_count\na,x,7\n";

        Assert.Contains("another one may be meant: 'play_count'", Refusal(Text, Counts));
        Assert.Equal([7], Read(Text, Counts with { ValueColumn = "playCount" }).Counts.ToArray());
        Assert.Equal([1], Read(Text, Counts with { ValueColumn = "" }).Counts.ToArray());
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<FileNotFoundException>(() => RatingTableReader.Read(Path.Combine(_folder.Path, "none.csv")));
        const string Text = "user,item,rating\na,b,1\n";
        Assert.Throws<ArgumentException>(() => Read(Text, new() { ValueColumn = "" }));
        Assert.Throws<ArgumentException>(() => Read(Text, new() { UserColumn = "" }));
        Assert.Throws<ArgumentException>(() => Read(Text, new() { Delimiter = "x" }));
        Assert.Throws<ArgumentException>(() => Read(Text, new() { Scale = default(RatingScale) }));
        Assert.Throws<ArgumentException>(() => Read(Text, Counts with { Scale = RatingScale.Stars }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Text, new() { MaximumUnpackedBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Text, new() { Values = (RatingTableValues)2 }));
    }

    [Fact]
    public void A_compressed_file_is_read_up_to_the_limit()
    {
        const string Text = "user,item,rating\na,b,1\na,c,2\n";
        _folder.With("likes.csv.gz", IdxBytes.Gzip(Encoding.UTF8.GetBytes(Text)));
        string path = Path.Combine(_folder.Path, "likes.csv.gz");

        RatingTable table = RatingTableReader.Read(path, new() { MaximumUnpackedBytes = Text.Length });

        Assert.Equal(("likes", 2), (table.Name, table.Ratings.Length));
        string refusal = Assert.Throws<InvalidDataException>(
            () => RatingTableReader.Read(path, new() { MaximumUnpackedBytes = Text.Length - 1 })).Message;
        Assert.Equal($"likes.csv.gz: the file unpacks to more than the {Text.Length - 1} bytes allowed.", refusal);
    }

    [RealDataFact("goodbooks")]
    public void Goodbooks_is_read()
    {
        RatingTable table = RatingTableReader.Read(
            Path.Combine(RealData.PathOf("goodbooks"), "ratings.csv"), new() { ItemColumn = "book_id" });

        Assert.Equal((981_756, 53_424, 10_000), (table.Ratings.Length + table.MergedRows, table.Users.Count, table.Items.Count));
        Assert.Equal((RatingScale.Stars, false), (table.Scale, table.HasTimestamps));
        Assert.True(table.MergedRows >= 2_000);
    }

    [RealDataFact("insteval")]
    public void InstEval_is_read()
    {
        RatingTable table = RatingTableReader.Read(
            Path.Combine(RealData.PathOf("insteval"), "insteval.tsv"),
            new() { UserColumn = "s", ItemColumn = "d", ValueColumn = "y" });

        Assert.Equal((73_421, 2_972, 1_128), (table.Ratings.Length + table.MergedRows, table.Users.Count, table.Items.Count));
        Assert.Equal(RatingScale.Stars, table.Scale);
    }

    [RealDataFact("hetrec-lastfm")]
    public void Listening_counts_are_read()
    {
        RatingTable table = RatingTableReader.Read(
            Path.Combine(RealData.PathOf("hetrec-lastfm"), "user_artists.dat"), Counts with { ItemColumn = "artistID" });

        Assert.Equal((92_834, 1_892, 17_632), (table.Ratings.Length, table.Users.Count, table.Items.Count));
        Assert.Equal((1, 352_698), (table.Counts.ToArray().Min(), table.Counts.ToArray().Max()));
    }

    private RatingTable Read(string text, RatingTableOptions? options = null)
    {
        _folder.With("ratings.csv", text, new UTF8Encoding(false));
        return RatingTableReader.Read(Path.Combine(_folder.Path, "ratings.csv"), options);
    }

    private string Refusal(string text, RatingTableOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
}
