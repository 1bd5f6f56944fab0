using System.Reflection;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>All numbers other than 0 in an object and the objects that it refers to, by path.</summary>
internal static class HeldNumbers
{
    /// <summary>Searches fields and arrays; skips shared data such as static fields and delegates.</summary>
    public static Dictionary<string, string> Of(object root)
    {
        Dictionary<string, string> found = [];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(string Way, object? Value)> left = new([("", root)]);
        while (left.TryPop(out (string Way, object? Value) next))
        {
            if (next.Value is null or string or Delegate or Type or Pointer or Lock)
            {
                continue;
            }

            Type type = next.Value.GetType();
            if (type.IsPrimitive || type.IsEnum)
            {
                if (!next.Value.Equals(Activator.CreateInstance(type)))
                {
                    found.Add(next.Way, next.Value.ToString()!);
                }
            }
            else if (type.IsValueType || seen.Add(next.Value))
            {
                foreach ((string name, object? part) in PartsOf(next.Value, type))
                {
                    left.Push((next.Way + name, part));
                }
            }
        }

        return found;
    }

    private static IEnumerable<(string Name, object? Part)> PartsOf(object value, Type type)
    {
        if (value is Array array)
        {
            for (int i = 0; i < array.Length; i++)
            {
                yield return ($"[{i}]", array.GetValue(i));
            }

            yield break;
        }

        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return ($".{field.Name}", field.GetValue(value));
            }
        }
    }
}
