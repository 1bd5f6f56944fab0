using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationSide
{
    // Precision of each factor; the regression of each factor on each part of the evidence; the factors of a newcomer; f64 each. Members
    // for whom there is room, compact, and of each the means of the factors, of each the means of their squares, of each the evidence,
    // f64 each. Unused room is stored too, because a new member starts from its values.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.Write(_precision);
        writer.Write(_regression);
        writer.Write(_newcomer);
        writer.WriteCompact((ulong)_capacity);
        writer.Write(_means.AsSpan(0, _capacity * _factors));
        writer.Write(_squares.AsSpan(0, _capacity * _factors));
        writer.Write(_evidence.AsSpan(0, _capacity * _evidenceCount));
    }

    /// <summary>Reads what was written, after the ratings have been added.</summary>
    public void Read(SnapshotReader reader)
    {
        reader.ReadFiniteDoubles(_precision.Length).CopyTo(_precision, 0);
        reader.ReadFiniteDoubles(_regression.Length).CopyTo(_regression, 0);
        reader.ReadFiniteDoubles(_newcomer.Length).CopyTo(_newcomer, 0);
        if (Array.Exists(_precision, precision => !(precision > 0)))
        {
            throw reader.Invalid("a precision is not above 0");
        }

        int least = Math.Max(_scatter.Length / _factors, Log.UserCount);
        _capacity = reader.ReadCompact(Array.MaxLength / _evidenceCount);
        _means = reader.ReadFiniteDoubles((long)_capacity * _factors);
        _squares = reader.ReadFiniteDoubles((long)_capacity * _factors);
        _evidence = reader.ReadFiniteDoubles((long)_capacity * _evidenceCount);
        if (_capacity < least || Array.Exists(_squares, square => !(square >= 0)))
        {
            throw reader.Invalid($"there is room for {_capacity} of {least} members, or a mean square is below 0");
        }
    }
}
