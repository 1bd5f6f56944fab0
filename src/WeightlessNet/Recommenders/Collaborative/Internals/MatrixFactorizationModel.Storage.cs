using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationModel
{
    // Sum of the ratings, noise, agreement and squares of drift, f64 each; the number of ratings at which the priors are due, the user
    // and the item whose turn is next, compact each; the drift of each user, f64; the side of the users, the side of the items.
    public void WriteTrainingTo(SnapshotWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_noise);
        writer.Write(_driftAgreement);
        writer.Write(_driftSquares);
        writer.WriteCompact((ulong)_nextPrior);
        writer.WriteCompact((ulong)_nextUser);
        writer.WriteCompact((ulong)_nextItem);
        writer.Write(_drift.AsSpan(0, Log.UserCount));
        _users.WriteTo(writer);
        _items.WriteTo(writer);
    }

    public void ReadTraining(SnapshotReader reader)
    {
        double[] numbers = reader.ReadFiniteDoubles(4);
        (_sum, _noise, _driftAgreement, _driftSquares) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        if (!(_noise > 0) || !(_driftSquares >= 0))
        {
            throw reader.Invalid("the noise is not above 0, or the squares of drift are below");
        }

        _nextPrior = reader.ReadCompact(int.MaxValue);
        _nextUser = reader.ReadCompact(int.MaxValue);
        _nextItem = reader.ReadCompact(int.MaxValue);
        _drift = reader.ReadFiniteDoubles(Log.UserCount);
        _users.Read(reader);
        _items.Read(reader);
    }
}
