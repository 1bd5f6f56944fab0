using System.Text;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class TableReaderTests : IDisposable
{
    private static readonly TableOptions LastIsLabel = new() { LabelIndex = -1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_words_and_missing_values_are_told_apart()
    {
        LabeledTable table = Read("size, color ,weight,kind\n1e1, red ,?,b\n-2.5,?,3,a\n,blue,na,b\n", new() { LabelColumn = "Kind" });

        Assert.Equal(["size", "color", "weight"], table.Columns.Select(column => column.Name));
        Assert.Equal([true, false, true], table.Columns.Select(column => column.IsNumeric));
        Assert.Equal([10, -2.5, double.NaN], table.Column("size").Numbers.ToArray());
        Assert.Equal(["red", null, "blue"], table.Column("color").Words);
        Assert.Equal([double.NaN, 3, double.NaN], table.Column("weight").Numbers.ToArray());
        Assert.Equal(["a", "b"], table.Classes);
        Assert.Equal([1, 0, 1], table.Labels.ToArray());
        Assert.Equal((3, "table"), (table.RowCount, table.Name));
        Assert.Equal("size: 3 numbers, color: 3 words, weight: 3 numbers", string.Join(", ", table.Columns));
        Assert.Equal((0, 0), (table.Column("size").Words.Count, table.Column("color").Numbers.Length));
        Assert.Throws<ArgumentException>("name", () => table.Column("kind"));
    }

    [Theory]
    [InlineData("1,2,10\n3,4,9\n")]
    [InlineData("1;2;10\r\n3;4;9\r\n")]
    [InlineData("\n  1   2 10\n\n3\t 4 9  \n")]
    [InlineData("1\t2\t10\n3\t4\t9")]
    [InlineData("1|2|10\n3|4|9")]
    public void A_table_without_header_names_columns_by_position(string text)
    {
        LabeledTable table = Read(text, LastIsLabel);

        Assert.Equal(["0", "1"], table.Columns.Select(column => column.Name));
        Assert.Equal([2, 4], table.Column("1").Numbers.ToArray());
        Assert.Equal(["9", "10"], table.Classes);
        Assert.Equal([1, 0], table.Labels.ToArray());
    }

    [Fact]
    public void Columns_can_be_named_to_hold_numbers_or_words()
    {
        TableOptions options = new() { NumberColumns = ["Amount", "note"], WordColumns = ["customer_id"] };
        LabeledTable table = Read("Customer ID,amount,note,rest\n007,1.5,?,1\n013,NA,,2\n", options);

        Assert.Equal([false, true, true, true], table.Columns.Select(column => column.IsNumeric));
        Assert.Equal(["007", "013"], table.Column("Customer ID").Words);
        Assert.Equal([1.5, double.NaN], table.Column("amount").Numbers.ToArray());
        Assert.Equal([double.NaN, double.NaN], table.Column("note").Numbers.ToArray());

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Read("id,amount\n1,2\n2,3 EUR\n", new() { NumberColumns = ["amount"] }));
        Assert.Contains("line 3", error.Message);
        Assert.Contains("'amount'", error.Message);
        Assert.Contains("3 EUR", error.Message);
        Assert.Throws<InvalidDataException>(() => Read("id,amount\n1,2\n", new() { WordColumns = ["name"] }));
    }

    [Fact]
    public void Columns_are_not_named_for_two_things()
    {
        const string Text = "id,amount\n1,2\n";
        Assert.Throws<ArgumentException>("options", () => Read(Text, new() { NumberColumns = ["amount"], WordColumns = ["Amount"] }));
        Assert.Throws<ArgumentException>("options", () => Read(Text, new() { NumberColumns = ["id"], IgnoredColumns = ["ID"] }));
        Assert.Throws<ArgumentException>("options", () => Read(Text, new() { WordColumns = ["amount"], LabelColumn = "amount" }));
        Assert.Throws<ArgumentException>("options", () => Read(Text, new() { WordColumns = ["id"], HasHeader = false }));

        // The kinds of the table that a file must be like are known.
        LabeledTable like = Read(Text, new() { WordColumns = ["id"] });
        Assert.False(Read(Text, new() { Like = like }).Column("id").IsNumeric);
        Assert.False(Read(Text, new() { Like = like, WordColumns = ["id"] }).Column("id").IsNumeric);
        Assert.Throws<InvalidDataException>(() => Read(Text, new() { Like = like, NumberColumns = ["id"] }));
    }

    [Theory]
    [InlineData("a,b\nx,y\nz,y\n", 2)] // no name occurs below
    [InlineData("a,b\nx,y\na,y\n", 3)]
    [InlineData("a,b\nx,1\na,2\n", 2)] // numbers below a word
    [InlineData("a,?\nx,1\nx,2\n", 3)]
    [InlineData("a,a\nx,y\nz,y\n", 3)] // names differ
    [InlineData("a,1\nx,y\nz,y\n", 3)]
    public void A_header_is_recognized(string text, int rows) => Assert.Equal(rows, Read(text).RowCount);

    [Fact]
    public void The_header_can_be_stated()
    {
        Assert.Equal(["x", "y"], Read("x,y\nx,y\n", new() { HasHeader = true }).Columns.Select(column => column.Name));
        Assert.Equal(["a", "x"], Read("a,b\nx,y\n", new() { HasHeader = false }).Column("0").Words);
    }

    [Fact]
    public void A_table_may_have_no_labels_and_columns_to_leave_out()
    {
        LabeledTable table = Read("\uFEFFRow ID,x,y\n1,2,a\n2,3,b\n", new() { IgnoredColumns = ["rowid", "Y"] });

        Assert.Equal("x", Assert.Single(table.Columns).Name);
        Assert.Equal((0, 0), (table.Labels.Length, table.Classes.Count));
    }

    [Fact]
    public void A_test_file_is_read_like_its_training_file()
    {
        LabeledTable train = Read("x,w,c\n1,1,no\n2,u,yes\n3,7,maybe\n", new() { LabelColumn = "c" });

        LabeledTable test = Read("x,w,c\n5,6,yes\n", new() { LabelColumn = "c", Like = train });

        Assert.Equal(train.Classes, test.Classes);
        Assert.Equal("yes", test.Classes[test.Labels.Span[0]]);
        Assert.Equal(["6"], test.Column("w").Words);
        TableOptions like = new() { LabelColumn = "c", Like = train };
        Assert.Contains("is not a class", Refusal("x,w,c\n1,1,never\n", like));
        Assert.Contains("line 2: the value of 'x' is not a number: 'one'", Refusal("x,w,c\none,1,no\n", like));
        Assert.Contains("the column 'w' was expected: 'v'", Refusal("x,v,c\n1,1,no\n", like));
        Assert.Equal(["6"], Read("X,_w,c\n5,6,yes\n", like).Column("w").Words);
        Assert.Equal(train.Classes, Read("x,w\n5,6\n", new() { HasHeader = true, Like = train }).Classes);
        Assert.Contains("must have 2 columns besides the label, not 1", Refusal("x,c\n1,no\n", like));
        Assert.Equal([4], Read("4,u,no\n", new() { LabelIndex = 2, Like = train }).Column("x").Numbers.ToArray());
    }

    [Theory]
    [InlineData("", "the file has no rows")]
    [InlineData("a,b\n", "the file has no rows")]
    [InlineData("1,2\n3\n", "line 2: has 1 field where 2 fields were expected")]
    [InlineData("1,2\n3,?\n", "line 2: the label is missing: '?'")]
    public void What_is_no_table_is_refused(string text, string reason) => Assert.Contains(reason, Refusal(text, LastIsLabel));

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<FileNotFoundException>(() => TableReader.Read(Path.Combine(_folder.Path, "none.csv")));
        Assert.Throws<ArgumentException>(() => Read("a\n1\n", new() { LabelColumn = "a", LabelIndex = 0 }));
        Assert.Throws<ArgumentException>(() => Read("a\n1\n", new() { LabelColumn = "a", HasHeader = false }));
        Assert.Throws<ArgumentException>(() => Read("a\n1\n", new() { Delimiter = "." }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read("a\n1\n", new() { MaximumUnpackedBytes = -1 }));
        Assert.Contains("no column is called 'b'", Refusal("a\n1\n", new() { LabelColumn = "b" }));
        Assert.Contains("the label is in column 2 of 2", Refusal("1,2\n", new() { LabelIndex = 2 }));
        Assert.Contains("the label is in column -3 of 2", Refusal("1,2\n", new() { LabelIndex = -3 }));
        Assert.Equal(["-", "2"], Read("-\n2\n", new() { HasHeader = false }).Column("0").Words);
        Assert.Equal([double.NaN, 2], Read("-\n2\n", new() { HasHeader = false, MissingMarks = ["-"] }).Column("0").Numbers.ToArray());
    }

    [Fact]
    public void A_compressed_table_is_read_up_to_the_limit()
    {
        _folder.With("t.data.gz", IdxBytes.Gzip(Encoding.Latin1.GetBytes("1 é\n2 o\n")));
        string path = Path.Combine(_folder.Path, "t.data.gz");

        Assert.Equal(["é", "o"], TableReader.Read(path).Column("1").Words);
        Assert.Throws<InvalidDataException>(() => TableReader.Read(path, new() { MaximumUnpackedBytes = 4 }));
    }

    [RealDataFact("tables")]
    public void The_tables_of_the_repository_are_read()
    {
        static string At(string name) => Path.Combine(RealData.PathOf("tables"), name);

        LabeledTable train = TableReader.Read(At("pendigits.tra"), LastIsLabel);
        LabeledTable test = TableReader.Read(At("pendigits.tes"), LastIsLabel with { Like = train });
        Assert.Equal((7_494, 3_498, 16, 10), (train.RowCount, test.RowCount, test.Columns.Count, test.Classes.Count));
        Assert.All(train.Columns, column => Assert.True(column.IsNumeric));

        LabeledTable chess = TableReader.Read(At("krkopt.data"), LastIsLabel);
        Assert.Equal((28_056, 6, 18), (chess.RowCount, chess.Columns.Count, chess.Classes.Count));

        LabeledTable beans = TableReader.Read(At("dry_bean.csv"), new() { LabelColumn = "Class", IgnoredColumns = ["Bean ID"] });
        Assert.Equal((13_611, 16, 7), (beans.RowCount, beans.Columns.Count, beans.Classes.Count));

        LabeledTable showers = TableReader.Read(At("magic04_train.csv"), new() { LabelColumn = "class" });
        Assert.Equal((15_216, 10, 2), (showers.RowCount, showers.Columns.Count, showers.Classes.Count));

        LabeledTable mushrooms = TableReader.Read(At("agaricus-lepiota.csv"), new() { LabelIndex = 0 });
        Assert.Equal((8_124, 22, 2), (mushrooms.RowCount, mushrooms.Columns.Count, mushrooms.Classes.Count));
        Assert.Contains(null, mushrooms.Column("stalk-root").Words);
    }

    private LabeledTable Read(string text, TableOptions? options = null)
    {
        _folder.With("table.csv", text, new UTF8Encoding(false));
        return TableReader.Read(Path.Combine(_folder.Path, "table.csv"), options);
    }

    private string Refusal(string text, TableOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
}
