namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Throws where something is not as it was promised.</summary>
internal static class Expect
{
    public static void True(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new PromiseBrokenException(otherwise);
        }
    }

    /// <summary>A call has to throw a kind of exception.</summary>
    public static void Throws<TException>(string call, Action action)
        where TException : Exception
    {
        string instead = "nothing";
        try
        {
            action();
        }
        catch (TException)
        {
            return;
        }
        catch (Exception other)
        {
            instead = other.GetType().Name;
        }

        throw new PromiseBrokenException($"{call} threw {instead}, not {typeof(TException).Name}.");
    }
}
