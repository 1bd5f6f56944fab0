using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Likes as a sparse matrix: for each row the columns in rising order, and their weights. Immutable.</summary>
internal sealed class LikeMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _weights;

    private LikeMatrix(int[] starts, int[] columns, float[] weights, int columnCount)
    {
        _starts = starts;
        _columns = columns;
        _weights = weights;
        ColumnCount = columnCount;
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>How many columns there are.</summary>
    public int ColumnCount { get; }

    /// <summary>The columns of a row, rising.</summary>
    public ReadOnlySpan<int> this[int row] => _columns.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>The weights of the columns of a row; empty where all are 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int row) => _weights.Length == 0 ? [] : _weights.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>The likes of all users who have any: a row for each such user, in the order of their ids.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="columns">The columns; likes of other items are left out.</param>
    public static LikeMatrix Of(LikedRatings ratings, LikeColumns columns)
    {
        List<int> starts = [0];
        List<int> likes = [];
        List<float> weights = [];
        for (int user = 0; user < ratings.Log.UserCount; user++)
        {
            using UserLikes own = new(ratings, columns, ratings.Log.OfUser(user).ToArray());
            if (!own.Columns.IsEmpty)
            {
                likes.AddRange(own.Columns);
                weights.AddRange(own.Weights);
                starts.Add(likes.Count);
            }
        }

        return new LikeMatrix([.. starts], [.. likes], [.. weights], columns.Count);
    }

    /// <summary>All ratings as likes: a row for each given user, a column for each given item.</summary>
    /// <param name="log">The ratings.</param>
    /// <param name="users">The users, all of whom have ratings.</param>
    /// <param name="items">All items that are rated, rising.</param>
    public static LikeMatrix OfAllRatings(RatingLog log, ReadOnlySpan<int> users, ReadOnlySpan<int> items)
    {
        int[] columnOf = new int[items.IsEmpty ? 0 : items[^1] + 1];
        for (int column = 0; column < items.Length; column++)
        {
            columnOf[items[column]] = column;
        }

        int[] starts = new int[users.Length + 1];
        int[] columns = new int[log.RatingCount];
        int count = 0;
        for (int row = 0; row < users.Length; row++)
        {
            UserRatings entries = log.OfUser(users[row]);
            for (int entry = 0; entry < entries.Length; entry++)
            {
                columns[count++] = columnOf[entries.ItemAt(entry)];
            }

            starts[row + 1] = count;
        }

        return new LikeMatrix(starts, columns, [], items.Length);
    }

    /// <summary>The matrix with rows and columns exchanged.</summary>
    public LikeMatrix Transpose()
    {
        int[] starts = new int[ColumnCount + 1];
        foreach (int column in _columns)
        {
            starts[column + 1]++;
        }

        for (int column = 0; column < ColumnCount; column++)
        {
            starts[column + 1] += starts[column];
        }

        int[] rows = new int[_columns.Length];
        float[] weights = new float[_weights.Length];
        int[] next = starts[..^1];
        for (int row = 0; row < RowCount; row++)
        {
            for (int at = _starts[row]; at < _starts[row + 1]; at++)
            {
                int place = next[_columns[at]]++;
                rows[place] = row;
                if (weights.Length > 0)
                {
                    weights[place] = _weights[at];
                }
            }
        }

        return new LikeMatrix(starts, rows, weights, RowCount);
    }
}
