using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationSide
{
    // Precision of each factor; the regression of each factor on each part of the evidence; the factors of a newcomer; f64 each. Members
    // for whom there is room, compact, and of each the means of the factors, of each the means of their squares, of each the evidence,
    // f64 each. Unused room is stored too, because a new member starts from its values. The factors are those that both sides learn and
    // then the columns, without the numbers between them.
    public void WriteTo(SnapshotWriter writer)
    {
        WriteRow(writer, Prior.Precision);
        for (int factor = 0; factor < _shape.Stride; factor++)
        {
            for (int part = 0; part < _layout.Count && _shape.IsUsed(factor); part++)
            {
                writer.Write(Prior.RegressionOn(part)[factor]);
            }
        }

        WriteRow(writer, Prior.Newcomer);
        writer.WriteCompact((ulong)_capacity);
        for (int id = 0; id < _capacity; id++)
        {
            WriteRow(writer, MeansOf(id));
        }

        for (int id = 0; id < _capacity; id++)
        {
            WriteRow(writer, SquaresOf(id));
        }

        for (int id = 0; id < _capacity; id++)
        {
            writer.Write(EvidenceOf(id)[.._layout.Count]);
        }
    }

    /// <summary>Reads what was written into a side without room for members.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="members">The least number of members for whom there must be room.</param>
    public void Read(SnapshotReader reader, int members)
    {
        int width = _shape.Factors + _shape.Columns;
        ToRow(MatrixFactorizationModel.ReadPositive(reader, width), Prior.Precision);
        double[] regression = MatrixFactorizationModel.ReadBounded(reader, (long)width * _layout.Count);
        double[] ofPart = new double[width];
        for (int part = 0; part < _layout.Count; part++)
        {
            for (int factor = 0; factor < width; factor++)
            {
                ofPart[factor] = regression[(factor * _layout.Count) + part];
            }

            ToRow(ofPart, Prior.RegressionOn(part));
        }

        ToRow(MatrixFactorizationModel.ReadBounded(reader, width), Prior.Newcomer);
        int capacity = reader.ReadCompact(Array.MaxLength / Math.Max(_shape.Stride, _layout.Stride));
        if (capacity < members)
        {
            throw reader.Invalid($"there is room for {capacity} of {members} members");
        }

        double[] means = MatrixFactorizationModel.ReadBounded(reader, (long)capacity * width);
        double[] squares = reader.ReadFiniteDoubles((long)capacity * width);
        double[] evidence = MatrixFactorizationModel.ReadBounded(reader, (long)capacity * _layout.Count);
        EnsureMember(capacity - 1);
        for (int id = 0; id < capacity; id++)
        {
            ToRow(means.AsSpan(id * width, width), MeansOf(id));
            ToRow(squares.AsSpan(id * width, width), SquaresOf(id));
            evidence.AsSpan(id * _layout.Count, _layout.Count).CopyTo(EvidenceOf(id));
            CheckRow(reader, id);
        }
    }

    private void WriteRow(SnapshotWriter writer, ReadOnlySpan<double> row)
    {
        writer.Write(row[.._shape.Factors]);
        writer.Write(row.Slice(_shape.ColumnsAt, _shape.Columns));
    }

    private void ToRow(ReadOnlySpan<double> stored, Span<double> row)
    {
        stored[.._shape.Factors].CopyTo(row);
        stored[_shape.Factors..].CopyTo(row[_shape.ColumnsAt..]);
    }

    // A mean square is the square of the mean and a variance, which rounding may have taken a little below 0.
    private void CheckRow(SnapshotReader reader, int id)
    {
        ReadOnlySpan<double> means = MeansOf(id);
        ReadOnlySpan<double> squares = SquaresOf(id);
        for (int factor = 0; factor < means.Length; factor++)
        {
            double square = means[factor] * means[factor];
            if (!(squares[factor] >= square * (1 - 1e-9)) || !(squares[factor] < 1e18))
            {
                throw reader.Invalid("a mean square is below the square of the mean, or too high");
            }
        }

        if (means[_shape.Constant] != 1)
        {
            throw reader.Invalid("a constant factor is not 1");
        }
    }
}
